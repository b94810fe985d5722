import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extentOf, planInWords } from './extent.ts';
import { STEPS } from './steps.ts';

const tests = new Map([
  ['apps/api/src/features/topics/topics.test.ts', 'startTestApi()'],
  ['apps/api/src/features/accounts/roles.test.ts', `readFileSync('docs/roles.md')`],
  ['apps/bff/src/app.test.ts', ''],
  ['libs/domain/src/topics/topic.test.ts', ''],
  ['tools/docs/architecture.test.ts', `readFileSync(join(root, 'ARCHITECTURE.md'))`],
  ['tools/stack/start.test.ts', `spawn(process.execPath, ['tools/stack/start.ts'])`],
  ['apps/web/e2e/plans.spec.ts', ''],
]);
const reader = 'tools/docs/architecture.test.ts';
const starter = 'tools/stack/start.test.ts';

/** What each step runs of a change: 'all', the files its tests must be or import, or nothing, then left out here. */
function extentsOf(...files: string[]) {
  const steps = STEPS.map((step) => {
    const extent = extentOf(step, { files, tests });
    return [step.name, extent.kind === 'related' ? extent.files : extent.kind] as const;
  });
  return Object.fromEntries(steps.filter(([, extent]) => extent !== 'none'));
}

const all = Object.fromEntries(STEPS.map(({ name }) => [name, 'all']));
const starters = [
  'apps/api/src/testing/worker.ts',
  'apps/api/src/platform/sandbox/job-process.ts',
  'apps/api/src/platform/workbooks/workbook-reader.ts',
];
const server = { lint: 'all', types: 'all', format: 'all', boundaries: 'all', 'dead-code': 'all', build: 'all' };

test('a file of the API runs what imports it, and what starts the built worker or a process of it', () => {
  const file = 'apps/api/src/features/topics/topics.service.ts';
  expect(extentsOf(file)).toEqual({
    ...server,
    'table-writes': 'all',
    unit: [file, reader, starter],
    integration: [file, ...starters],
  });
});

test('what starts processes is where it is said to be', () => {
  const root = join(import.meta.dirname, '../..');
  expect(starters.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('a test of the API runs itself and no process it does not start', () => {
  const file = 'apps/api/src/features/topics/topics.test.ts';
  expect(extentsOf(file)['integration']).toEqual([file]);
});

test('the BFF and the contracts are what browsers talk to', () => {
  const bff = 'apps/bff/src/app.ts';
  expect(extentsOf(bff)).toEqual({ ...server, unit: [bff, reader, starter], integration: [bff], browser: 'all' });
  const contract = 'libs/domain/src/topics/topics.contract.ts';
  expect(extentsOf(contract)).toMatchObject({
    'types-web': 'all',
    integration: [contract, ...starters],
    browser: 'all',
  });
  expect(extentsOf('libs/domain/src/topics/topic.test.ts')).not.toHaveProperty('browser');
});

test('a page runs the browser and no integration test', () => {
  const file = 'apps/web/src/features/topics/topics-page.tsx';
  const { types: _types, ...web } = server;
  expect(extentsOf(file)).toEqual({ ...web, 'types-web': 'all', unit: [file, reader], browser: 'all' });
  expect(extentsOf('apps/web/src/styles.css')).toMatchObject({ build: 'all', browser: 'all' });
});

test('a browser test runs alone, what it shares with others runs them all, and a deleted one nothing', () => {
  const spec = 'apps/web/e2e/plans.spec.ts';
  expect(extentsOf(spec)).toMatchObject({ build: 'all', browser: [spec] });
  expect(extentsOf(spec)).not.toHaveProperty('integration');
  expect(extentsOf('apps/web/e2e/person.ts')).toMatchObject({ browser: 'all' });
  expect(extentsOf('apps/web/e2e/gone.spec.ts')).not.toHaveProperty('browser');
});

test.each([
  'migrations/20261121010000_tenancy_and_accounts.sql',
  'migrations/functions/deliveries/count_deliveries.sql',
  'migrations/migrate.ts',
  'tools/testing/test-postgres.ts',
  'tools/stack/postgres.ts',
])('every integration test has a database made with %s', (file) => {
  expect(extentsOf(file)).toMatchObject({ build: 'all', integration: 'all' });
});

test('a tool may be started by the test of another', () => {
  expect(extentsOf('tools/inbox/main.ts')).toMatchObject({ unit: 'all', browser: 'all' });
  expect(extentsOf('tools/generator/template/index.ts.tmpl')).toMatchObject({ unit: 'all' });
  expect(extentsOf('tools/check/table-writes/exceptions.ts')).toMatchObject({ unit: 'all', 'table-writes': 'all' });
});

test.each([
  'package-lock.json',
  'apps/api/package.json',
  'tsconfig.base.json',
  'libs/domain/tsconfig.build.json',
  'vitest.config.ts',
  'apps/web/vite.config.ts',
  'apps/bff/rolldown.config.ts',
  'rolldown.base.ts',
  'nx.json',
  '.ci/run',
  'tools/check/steps.ts',
  'something-new.toml',
])('%s may mean anything, so everything is run', (file) => {
  expect(extentsOf(file)).toEqual(all);
});

test('a document runs the tests that name it, and no others', () => {
  expect(extentsOf('docs/roles.md')).toMatchObject({
    integration: ['docs/roles.md', 'apps/api/src/features/accounts/roles.test.ts'],
  });
  expect(extentsOf('ARCHITECTURE.md')).toMatchObject({ unit: ['ARCHITECTURE.md', reader] });
  expect(extentsOf('docs/nobody-reads.md', 'docs/images/report.png')).toEqual({ format: 'all' });
});

test('data of the API that no test names may be read by any', () => {
  expect(extentsOf('apps/api/src/features/imports/people.csv')).toMatchObject({ integration: 'all' });
});

test('the settings of a static check run it', () => {
  expect(extentsOf('.oxlintrc.json')).toEqual({ lint: 'all', format: 'all' });
  expect(extentsOf('.dependency-cruiser.mjs')).toMatchObject({ boundaries: 'all' });
  expect(extentsOf('knip.json')).toEqual({ 'dead-code': 'all', format: 'all' });
});

test('without a change nothing is run', () => {
  expect(extentsOf()).toEqual({});
});

test('what is run and what is left out is said in words', () => {
  const extents = new Map([
    ['lint', { kind: 'all' }],
    ['unit', { kind: 'related', files: ['a.ts'] }],
    ['integration', { kind: 'related', files: ['a.ts'] }],
  ] as const);
  expect(planInWords({ since: '1a2b3c4d, where this branch left main', files: ['a.ts'] }, extents).split('\n')).toEqual(
    [
      '1 file changed since 1a2b3c4d, where this branch left main.',
      '  In full:      lint',
      '  Related only: unit, integration',
      '  Left out:     nothing',
    ],
  );
});
