/** What `npm test` consists of. */

export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** What to do about a failure, when one command does most of it. */
  readonly fix?: string;
  /** Which files a static check looks at, for `--changed`; any when it does not say. */
  readonly looksAt?: RegExp;
  /** The step runs tests, and writes their report to the file it is given. */
  readonly tests?: TestRunner;
  /** Of its tests only those that are these files or import them. */
  readonly related?: (files: readonly string[]) => readonly string[];
  /** Needs a browser, and may still lack its tests. */
  readonly browserTests?: string;
  /** Tests more where there are a redis-server, a Dovecot and a Prometheus. */
  readonly wantsServers?: true;
  /** Renders the Helm chart where there is a Helm. */
  readonly wantsHelm?: true;
}

export type TestRunner = 'vitest' | 'playwright';

const tsc = ['node', 'node_modules/tsgo/bin/tsc', '--pretty', 'false'];
const playwright = ['playwright', 'test', '--config', 'apps/web/playwright.config.ts', '--reporter=line,junit'];

function vitest(project: string) {
  const options = ['--project', project, '--reporter=dot', '--reporter=junit'];
  return {
    tests: 'vitest',
    command: ['vitest', 'run', ...options],
    related: (files: readonly string[]) => ['vitest', 'related', '--run', '--passWithNoTests', ...options, ...files],
  } as const;
}

const STATIC_STEPS: readonly Step[] = [
  {
    name: 'lint',
    command: ['oxlint'],
    looksAt: /\.(?:[cm]?[jt]s|tsx)$|^\.oxlintrc\.json$/,
    fix: 'npx oxlint --fix, and the rest by hand',
  },
  { name: 'types', command: [...tsc, '-p', 'tsconfig.json'], looksAt: /^(?!apps\/web\/).*\.ts$/ },
  // The browser tests use what tools offer.
  { name: 'types-web', command: [...tsc, '-p', 'apps/web'], looksAt: /^(?:apps\/web|libs|tools)\/.*\.tsx?$/ },
  { name: 'format', command: ['oxfmt', '--list-different'], fix: 'npm run format' },
  {
    name: 'boundaries',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'apps', 'libs', 'migrations', 'tools'],
    looksAt: /\.(?:[cm]?[jt]s|tsx|css)$|^\.dependency-cruiser\.mjs$/,
    fix: 'move it to where ARCHITECTURE.md lets it be imported',
  },
  {
    name: 'table-writes',
    command: ['node', '--conditions=source', 'tools/check/table-writes/table-writes.ts'],
    looksAt: /^(?:apps\/api|migrations|tools\/check\/table-writes)\//,
    fix: 'write through a verb that the owner of the table exports',
  },
  {
    name: 'dead-code',
    command: ['knip', '--no-progress', '--no-config-hints'],
    looksAt: /\.(?:[cm]?[jt]s|tsx|css)$|^knip\.json$/,
    fix: 'delete it',
  },
];

/** A stage begins when the one before it has ended; of its steps, which need nothing of each other, two run at a time. */
export const STAGES: readonly (readonly Step[])[] = [
  STATIC_STEPS,
  [{ name: 'unit', ...vitest('unit'), wantsHelm: true, fix: 'npx vitest --project unit' }],
  // Integration tests start the built worker, to kill it.
  [{ name: 'build', command: ['nx', 'run-many', '-t', 'build'] }],
  // Each waits for a good part of its time: for leases and time-outs, or for a page that waits for its server.
  [
    {
      name: 'integration',
      ...vitest('integration'),
      wantsServers: true,
      fix: 'npx vitest --project integration',
    },
    {
      name: 'browser',
      command: playwright,
      tests: 'playwright',
      related: (specs) => [...playwright, ...specs],
      browserTests: 'apps/web/e2e',
      wantsServers: true,
      fix: 'npx playwright test --config apps/web/playwright.config.ts --ui',
    },
  ],
];

export const STEPS = STAGES.flat();
