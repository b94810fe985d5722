/** `npm test -- --changed`: what of each step a change can break; all of it where nobody can tell. */
import type { Step } from './steps.ts';

/** What of a step is to run: all of it, of its tests those that are these files or import them, or nothing. */
export type Extent =
  | { readonly kind: 'all' }
  | { readonly kind: 'related'; readonly files: readonly string[] }
  | { readonly kind: 'none' };

export interface Change {
  /** Paths from the root of what was changed, added or deleted. */
  readonly files: readonly string[];
  /** Every file with tests there is, and its text. */
  readonly tests: ReadonlyMap<string, string>;
}

const MODULE = /\.(?:[cm]?[jt]s|tsx)$/;
const TEST = /\.(?:test|soak)\.tsx?$|\/testing\/|\/e2e\//;

/** What is built, configured or run decides what everything else means. */
const EVERYTHING = [
  /(?:^|\/)package(?:-lock)?\.json$/,
  /(?:^|\/)tsconfig[^/]*\.json$/,
  /(?:^|\/)(?:vite|vitest|rolldown)\.(?:config|base)\.ts$/,
  /^(?:nx\.json|\.npmrc|\.ci\/.*)$/,
  /^tools\/check\/(?!.*\.test\.ts$)[^/]+$/,
];

/** No program reads them; a test that does names them. */
const DOCUMENT = /\.md$|^docs\/|^LICENSE$|^\.env\.example$|^Dockerfile$|^docker-compose\.yml$|^\.(?:docker|git)ignore$/;
/** Settings of static checks, which say themselves what they look at. */
const SETTING = /^\.(?:oxlintrc|oxfmtrc)\.json$|^\.dependency-cruiser\.mjs$|^knip\.json$/;
const WORKSPACES = /^(?:apps|libs|migrations|tools)\//;

/** Tests that look at files without importing them may be about any. */
const READS_FILES = /\bread(?:File|dir)(?:Sync)?\(|\bglob(?:Sync)?\(/;

/** And tests that start the product, which `npm start` does, about any of its servers. */
const STARTS_PROGRAMS = /\bspawn\(/;
const SERVERS = /^(?:apps\/(?:api|bff)|libs|migrations)\//;

/** The database of every integration test is made of these before the tests begin, which therefore do not import them. */
const DATABASE = [/^migrations\/(?!.*\.test\.ts$)/, /^tools\/(?:testing|stack)\/(?!.*\.test\.ts$)/];
/** What starts the built worker, and what starts the processes that may never end: what runs there is not imported either. */
const STARTERS = [
  'apps/api/src/testing/worker.ts',
  'apps/api/src/platform/sandbox/job-process.ts',
  'apps/api/src/platform/workbooks/workbook-reader.ts',
];
const IN_PROCESSES = /^(?:apps\/api|libs)\//;

/** What the browser shows, and the contracts by which it is served; and what `npm start` brings up beside the product. */
const BROWSER = [/^apps\/(?:web|bff)\//, /^libs\/domain\//, /^tools\/(?:stack|inbox|identity-provider)\//];
const SPEC = /^apps\/web\/e2e\/.*\.spec\.ts$/;

export function extentOf(step: Step, { files, tests }: Change): Extent {
  const counting = files.filter((file) => !isUnread(file, tests));
  if (counting.some(changesEverything)) return { kind: 'all' };
  if (step.name === 'unit') return unit(counting, tests);
  if (step.name === 'integration') return integration(counting, tests);
  if (step.name === 'browser') return browser(counting, tests);
  if (step.name === 'build') return build(counting, tests);
  return files.some((file) => step.looksAt?.test(file) ?? true) ? { kind: 'all' } : { kind: 'none' };
}

/** A document that no test names. */
function isUnread(file: string, tests: Change['tests']): boolean {
  return (DOCUMENT.test(file) || SETTING.test(file)) && testsNaming(file, tests).length === 0;
}

function changesEverything(file: string): boolean {
  const isKnown = WORKSPACES.test(file) || DOCUMENT.test(file) || SETTING.test(file);
  return !isKnown || EVERYTHING.some((pattern) => pattern.test(file));
}

function unit(files: readonly string[], tests: Change['tests']): Extent {
  // Tests of tools start them as processes and read what is beside them.
  if (files.some((file) => file.startsWith('tools/') && !isTest(file))) return { kind: 'all' };
  if (files.length === 0) return { kind: 'none' };
  const isOfServers = files.some((file) => SERVERS.test(file) && !isTest(file));
  const mayMean = (text: string) => READS_FILES.test(text) || (isOfServers && STARTS_PROGRAMS.test(text));
  const others = [...tests].filter(([path, text]) => isUnit(path) && mayMean(text)).map(([path]) => path);
  return related([...files, ...others, ...files.flatMap((file) => testsNaming(file, tests))]);
}

function integration(changed: readonly string[], tests: Change['tests']): Extent {
  const files = changed.filter((file) => !file.startsWith('apps/web/'));
  const isUnnamed = (file: string) =>
    /^(?:apps\/(?:api|bff)|libs)\//.test(file) && !MODULE.test(file) && testsNaming(file, tests).length === 0;
  if (files.some((file) => isUnnamed(file) || DATABASE.some((pattern) => pattern.test(file)))) return { kind: 'all' };
  const starters = files.some((file) => IN_PROCESSES.test(file) && !isTest(file)) ? STARTERS : [];
  return related([...files, ...starters, ...files.flatMap((file) => testsNaming(file, tests))]);
}

function browser(files: readonly string[], tests: Change['tests']): Extent {
  const isShown = (file: string) =>
    BROWSER.some((pattern) => pattern.test(file)) && !/\.test\.tsx?$/.test(file) && !SPEC.test(file);
  if (files.some(isShown)) return { kind: 'all' };
  return related(files.filter((file) => SPEC.test(file) && tests.has(file)));
}

/** Integration tests start the built worker, and browser tests the built product. */
function build(files: readonly string[], tests: Change['tests']): Extent {
  const wants = [integration(files, tests), browser(files, tests)];
  return wants.some(({ kind }) => kind !== 'none') ? { kind: 'all' } : { kind: 'none' };
}

function related(files: readonly string[]): Extent {
  return files.length > 0 ? { kind: 'related', files: [...new Set(files)] } : { kind: 'none' };
}

/** Tests that have the name of a file in their text, where it is no module that they would import. */
function testsNaming(file: string, tests: Change['tests']): string[] {
  if (MODULE.test(file)) return [];
  const name = file.slice(file.lastIndexOf('/') + 1);
  return [...tests].filter(([, text]) => text.includes(name)).map(([path]) => path);
}

function isTest(file: string): boolean {
  return TEST.test(file);
}

function isUnit(path: string): boolean {
  return /^(?:libs\/domain|apps\/web\/src|tools)\//.test(path);
}

/** What will run and what will not, a line each. */
export function planInWords(
  { since, files }: { readonly since: string; readonly files: readonly string[] },
  extents: ReadonlyMap<string, Extent>,
): string {
  const named = (kind: Extent['kind']) =>
    [...extents].flatMap(([name, extent]) => (extent.kind === kind ? [name] : [])).join(', ') || 'nothing';
  return [
    `${files.length === 1 ? '1 file' : `${files.length} files`} changed since ${since}.`,
    `  In full:      ${named('all')}`,
    `  Related only: ${named('related')}`,
    `  Left out:     ${named('none')}`,
  ].join('\n');
}
