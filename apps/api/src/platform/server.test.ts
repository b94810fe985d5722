import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tools/testing/database.ts';
import { AppModule } from '../app.module.ts';
import { signIdentity } from '../testing/test-api.ts';
import { testConfig } from '../testing/test-config.ts';
import { Draining } from './draining.ts';
import { createServer } from './server.ts';

let database: TestDatabase;
let worker: Awaited<ReturnType<typeof createServer>>;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = await createServer(AppModule.forRoot(testConfig(database)), { maxUploadBytes: 0, only: 'health' });
  await worker.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await worker.close();
  await database.drop();
});

test('a process that was told to stop is alive, not ready, and ends kept connections', async () => {
  const draining = await createServer(AppModule.forRoot(testConfig(database)), { maxUploadBytes: 0, only: 'health' });
  await draining.listen(0, '127.0.0.1');
  try {
    const answerOf = async (path: string) => fetch(new URL(path, await draining.getUrl()));
    expect((await answerOf('/health/ready')).headers.get('connection')).toBe('keep-alive');
    draining.get(Draining).begin();
    const [live, ready] = [await answerOf('/health/live'), await answerOf('/health/ready')];
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close']);
    expect([ready.status, await ready.json()]).toMatchObject([503, { code: 'health.stopping' }]);
  } finally {
    await draining.close();
  }
});

test('a process is alive while the database is away, but not ready', async () => {
  const config = testConfig(database);
  const away = await createServer(AppModule.forRoot(config), { maxUploadBytes: 0, only: 'health' });
  await away.listen(0, '127.0.0.1');
  try {
    const source = away.get(DataSource);
    await source.destroy();
    const statusOf = async (path: string) => (await fetch(new URL(path, await away.getUrl()))).status;
    expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 503]);
    await source.initialize(); // closing ends it
  } finally {
    await away.close();
  }
});

test('a worker answers for its health, and serves nothing of the API to anybody', async () => {
  const headers = { 'x-engagex-identity': await signIdentity({ service: true }), 'content-type': 'application/json' };
  const statusOf = async (path: string, method = 'GET') =>
    (await fetch(new URL(path, await worker.getUrl()), { method, headers })).status;
  expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 200]);
  for (const path of ['/api/contacts', '/api/openapi.json', '/api/docs', '/internal/sign-up', '/t/x/open.gif', '/u/x'])
    expect([path, await statusOf(path), await statusOf(path, 'POST')]).toEqual([path, 404, 404]);
  for (const path of ['/health/../api/openapi.json', '/health/%2e%2e/api/openapi.json'])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
});
