import pg from 'pg';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { invalid } from '@engagex/domain/shared';
import { runInScope, startSweep, TenantDb } from '@engagex/tenancy';
import { createTestDatabase, type TestDatabase } from '../../../../tools/testing/database.ts';
import { testConfig } from '../testing/test-config.ts';
import { createDataSource } from './database.ts';
import { JobFailures, mostFailures } from './job-failures.ts';

let database: TestDatabase;
let source: DataSource;
let owner: pg.Pool;
let organizationId: string;
let failures: JobFailures;
const newFailures = () => new JobFailures(new TenantDb(source), pino({ level: 'silent' }));
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  source = await createDataSource(testConfig(database), []).initialize();
});
beforeEach(async () => {
  const { rows } = await owner.query<{ id: string }>(
    `insert into organizations (name) values ('Engines') returning id`,
  );
  organizationId = rows[0]?.id ?? '';
  failures = newFailures();
});
afterAll(async () => {
  await source.destroy();
  await owner.end();
  await database.drop();
});

const told: string[] = [];
async function run(error: Error | null, { by = failures, subject = 'row' } = {}): Promise<void> {
  const giveUp = async (words: string) => void told.push(words);
  const watched = { queue: 'imports', subject, giveUp };
  const work = async () => {
    if (error) throw error;
  };
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const done = runInScope(scope, async () => by.watch(watched, work));
  if (error) await expect(done).rejects.toThrow(error.message);
  else await done;
}
const times = async (count: number, work: () => Promise<void>) => {
  for (let time = 0; time < count; time += 1) await work();
};
beforeEach(() => void told.splice(0));

test('what fails a few times in a row is given up once, in words, and then again only after as many', async () => {
  await times(mostFailures - 1, () => run(new Error('disk full')));
  expect(told).toEqual([]);
  await run(new Error('disk full'));
  expect(told).toEqual(['Something went wrong on our side, and trying again did not help. It says: disk full']);
  await times(mostFailures - 1, () => run(new Error('disk full')));
  expect(told).toHaveLength(1);
  await run(invalid('x', 'Choose a template.'));
  expect(told[1]).toBe('Choose a template.');
});

test('workers count together, and a success in between begins anew', async () => {
  const other = newFailures();
  await times(mostFailures - 1, () => run(new Error('x')));
  await run(null);
  await times(mostFailures - 1, () => run(new Error('x'), { by: other }));
  await run(new Error('x'), { subject: 'another row' });
  expect(told).toEqual([]);
  await run(new Error('x'));
  expect(told).toHaveLength(1);
});

test('statements of the database are not told, and giving up that fails is tried at the next failure', async () => {
  const giveUp = async () => {
    throw new Error('no');
  };
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const bad = () => failures.watch({ queue: 'imports', subject: 'row', giveUp }, () => source.query('select nothing'));
  await times(mostFailures, async () => expect(runInScope(scope, bad)).rejects.toThrow('nothing'));
  await run(await source.query('select nothing').catch((error: Error) => error));
  expect(told).toEqual(['Something went wrong on our side, and trying again did not help.']);
});

test('health sees what fails, of any organization, and sweeps that fail; a row that cannot be woken holds up no other', async () => {
  const failing = () => source.query('select * from failing_work($1)', [mostFailures]);
  await owner.query('truncate job_failures');
  await times(mostFailures - 1, () => run(new Error('x')));
  expect(await failing()).toEqual([]);
  await run(new Error('x'));
  expect(await failing()).toMatchObject([{ queue: 'imports', count: 1 }]);
  const woken: string[] = [];
  const stop = startSweep({
    name: 'test',
    everyMs: 5,
    find: async () => ['bad', 'good'].map((id) => ({ organizationId, id })),
    wake: async (id) => {
      if (id === 'bad') throw new Error('x');
      woken.push(id);
    },
    onError: (error) => failures.sweepFailed('test', error),
  });
  await expect.poll(() => failures.failingSweeps()).toMatchObject([{ queue: 'test' }]);
  await stop();
  expect(woken).toContain('good');
});
