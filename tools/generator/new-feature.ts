/** `npm run new -- <feature>`: copies a small feature through the layers, to be grown from there. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerFeature } from './register-feature.ts';

const template = join(import.meta.dirname, 'template');

/** The forms of a noun that the template needs, from its plural in kebab-case; irregular ones are fixed by hand. */
export function formsOf(plural: string) {
  const singular = plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, '');
  const pascal = (text: string) => text.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const camel = (text: string) => text.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const words = (text: string) => text.replaceAll('-', ' ');
  return {
    plural,
    singular,
    nouns: camel(plural),
    noun: camel(singular),
    Plural: pascal(plural),
    Singular: pascal(singular),
    Title: words(plural.charAt(0).toUpperCase() + plural.slice(1)),
    thing: words(singular),
    /** As a key of an object. */
    key: plural.includes('-') ? `'${plural}'` : plural,
    table: plural.replaceAll('-', '_'),
  };
}

/** Why a name cannot be a feature's; null when it can. */
export function problemWithName(name: string | undefined, root: string): string | null {
  if (!name) return 'Name the feature by its plural noun: npm run new -- segments';
  if (!/^[a-z]+(-[a-z]+)*s$/.test(name))
    return `"${name}" is not a plural noun in kebab-case, such as "segments" or "sign-up-forms".`;
  if (existsSync(join(root, 'libs/domain/src', name))) return `There is already a feature called ${name}.`;
  return null;
}

/** Writes the files below `root`; returns their paths. */
export function writeFeature(name: string, root: string): string[] {
  const forms = { ...formsOf(name), time: timeOfMigration(root) };
  const fill = (text: string) =>
    Object.entries(forms).reduce((filled, [form, value]) => filled.replaceAll(`__${form}__`, value), text);
  return templateFiles(template).map((file) => {
    const path = fill(relative(template, file).replace(/\.tmpl$/, ''));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), fill(readFileSync(file, 'utf8')));
    return path;
  });
}

/** Now in UTC, or a second after the last migration where that is later. */
function timeOfMigration(root: string): string {
  const folder = join(root, 'migrations');
  const last = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.sql'))
        .toSorted()
        .at(-1)
    : undefined;
  const now = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const next = String(Number(last?.slice(0, 14) ?? 0) + 1);
  return now > next ? now : next;
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const name = process.argv[2];
  const problem = problemWithName(name, root);
  if (problem || !name) {
    process.stderr.write(`${problem}\n`);
    process.exit(2);
  }
  const { nouns, table } = formsOf(name);
  process.stdout.write(`${writeFeature(name, root).join('\n')}

${nouns} is now named in
${registerFeature(formsOf(name), root).join('\n')}

It runs, and its test passes. Next, in this order (CONTRIBUTING.md says more):
  its columns in the migration, and what of ${table} is personal in its tables file
  its permissions, open to everybody but analysts, in policy.ts
  its page's place in the navigation or the settings
  each change in a theme of apps/api/src/platform/audit/testing/
  npm run docs
`);
}
