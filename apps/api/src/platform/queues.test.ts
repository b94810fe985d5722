import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { currentScope, runInScope, TenantDb } from '@engagex/tenancy';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../tools/testing/database.ts';
import { hasRedis, startRedis, type TestRedis } from '../../../../tools/testing/redis.ts';
import { testConfig } from '../testing/test-config.ts';
import { createDataSource } from './database.ts';
import { JobFailures } from './job-failures.ts';
import { Queues } from './queues.ts';

let database: TestDatabase;
let source: DataSource;
let failures: JobFailures;
let redis: TestRedis | null = null;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await createDataSource(testConfig(database), []).initialize();
  failures = new JobFailures(new TenantDb(source), log);
  if (hasRedis()) redis = await startRedis();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
  await redis?.stop();
});

const log = pino({ level: 'silent' });
const organizationId = randomUUID();
const about = { subjectOf: () => 'row', giveUp: async () => {} };
const asSomeone = <T>(work: () => T) => runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);

describe.each(hasRedis() ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])('queues in %s', (backend) => {
  const opened: Queues[] = [];
  afterEach(async () => {
    for (const queues of opened.splice(0)) await queues.close();
  });

  function openQueues(): Queues {
    const settings = backend === 'Redis' ? { REDIS_URL: redis?.url ?? '' } : {};
    const queues = new Queues(testConfig(database, settings), log, failures);
    opened.push(queues);
    return queues;
  }

  test('a job runs in the scope of the organization that enqueued it', async () => {
    const queues = openQueues();
    const name = `scoped-${randomUUID()}`;
    const ran: unknown[] = [];
    queues.work(name, { concurrency: 1, ...about }, async (payload) => {
      ran.push([currentScope().organizationId, payload]);
    });
    await asSomeone(() => queues.add(name, { note: 'hello' }));
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([[organizationId, { note: 'hello' }]]);
  });

  test('a sweep that finds the same row again and again adds few jobs', async () => {
    const queues = openQueues();
    const name = `once-${randomUUID()}`;
    await asSomeone(() =>
      Promise.all(Array.from({ length: 20 }, () => queues.add(name, { row: 1 }, { once: 'row-1' }))),
    );
    let ran = 0;
    queues.work(name, { concurrency: 5, ...about }, async () => {
      ran += 1;
    });
    await asSomeone(() => queues.add(name, { row: 2 }));
    await expect.poll(() => ran, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    expect(ran).toBeLessThanOrEqual(3); // at most one per stretch of four seconds, and the last
  });

  test('a job whose work fails is dropped: the sweep finds its rows', async () => {
    const queues = openQueues();
    const name = `failing-${randomUUID()}`;
    let tries = 0;
    queues.work(name, { concurrency: 1, ...about }, async () => {
      tries += 1;
      throw new Error('on purpose');
    });
    await asSomeone(() => queues.add(name, {}));
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(1);
    await asSomeone(() => queues.add(name, {}));
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(2);
  });
});

describe.runIf(hasRedis())('when Redis is away', () => {
  test('enqueueing gives up within seconds instead of holding a request, and works again afterwards', async () => {
    const server = await startRedis();
    const queues = new Queues(testConfig(database, { REDIS_URL: server.url }), log, failures);
    const name = `away-${randomUUID()}`;
    const ran: unknown[] = [];
    queues.work(name, { concurrency: 1, ...about }, async (payload) => {
      ran.push(payload);
    });
    await asSomeone(() => queues.add(name, { note: 'before' }));
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([{ note: 'before' }]);
    await server.stop();
    await asSomeone(() => queues.add(name, { note: 'lost or late' })); // resolves
    const back = await startRedis(server.port);
    await expect
      .poll(
        async () => {
          await asSomeone(() => queues.add(name, { note: 'after' }));
          return ran;
        },
        { timeout: 15_000, interval: 500 },
      )
      .toContainEqual({ note: 'after' });
    await queues.close();
    await back.stop();
  });
});
