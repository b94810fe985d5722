/** `npm run new -- <feature>`: copies a small feature through the layers, to be grown from there. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  const forms = formsOf(name);
  const fill = (text: string) =>
    Object.entries(forms).reduce((filled, [form, value]) => filled.replaceAll(`__${form}__`, value), text);
  return templateFiles(template).map((file) => {
    const path = fill(relative(template, file).replace(/\.tmpl$/, ''));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), fill(readFileSync(file, 'utf8')));
    return path;
  });
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
  const { plural, nouns } = formsOf(name);
  process.stdout.write(`${writeFeature(name, root).join('\n')}

Register it in three places:
  apps/api/src/app.module.ts       ${nouns} among the features
  apps/web/src/features.ts         export { ${nouns} } from './features/${plural}/${plural}.pages.ts';
  libs/domain/src/shared/policy.ts   '${plural}:read' and '${plural}:write' with their roles
Then make its table, and give its page a place in the navigation or the settings: see CONTRIBUTING.md.
`);
}
