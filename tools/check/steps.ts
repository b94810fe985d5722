/** What `npm test` consists of. */

export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** What to do about a failure, when one command does most of it. */
  readonly fix?: string;
  /** The step runs tests, and writes their report to the file it is given. */
  readonly tests?: TestRunner;
  /** Needs a browser, and may still lack its tests. */
  readonly browserTests?: string;
  /** Tests more where there is a redis-server. */
  readonly wantsRedis?: true;
}

export type TestRunner = 'vitest' | 'playwright';

const tsc = ['node', 'node_modules/tsgo/bin/tsc', '--pretty', 'false'];
const vitest = (project: string) => ['vitest', 'run', '--project', project, '--reporter=dot', '--reporter=junit'];

/** Two of these run at a time: none needs what another makes. */
export const STATIC_STEPS: readonly Step[] = [
  { name: 'lint', command: ['oxlint'], fix: 'npx oxlint --fix, and the rest by hand' },
  { name: 'types', command: [...tsc, '-p', 'tsconfig.json'] },
  { name: 'types-web', command: [...tsc, '-p', 'apps/web'] },
  { name: 'format', command: ['oxfmt', '--list-different'], fix: 'npm run format' },
  {
    name: 'boundaries',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'apps', 'libs', 'migrations', 'tools'],
    fix: 'move it to where ARCHITECTURE.md lets it be imported',
  },
  {
    name: 'table-writes',
    command: ['node', 'tools/check/table-writes/table-writes.ts'],
    fix: 'write through a verb that the owner of the table exports',
  },
  { name: 'dead-code', command: ['knip', '--no-progress', '--no-config-hints'], fix: 'delete it' },
];

/** These use the whole machine, one after another. */
export const STEPS: readonly Step[] = [
  { name: 'unit', command: vitest('unit'), tests: 'vitest', fix: 'npx vitest --project unit' },
  // Integration tests start the built worker, to kill it.
  { name: 'build', command: ['nx', 'run-many', '-t', 'build'] },
  {
    name: 'integration',
    command: vitest('integration'),
    tests: 'vitest',
    wantsRedis: true,
    fix: 'npx vitest --project integration',
  },
  {
    name: 'browser',
    command: ['playwright', 'test', '--config', 'apps/web/playwright.config.ts', '--reporter=line,junit'],
    tests: 'playwright',
    browserTests: 'apps/web/e2e',
    fix: 'npx playwright test --config apps/web/playwright.config.ts --ui',
  },
];
