import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tools/testing/database.ts';
import { AppModule } from '../app.module.ts';
import { signIdentity } from '../testing/test-api.ts';
import { testConfig } from '../testing/test-config.ts';
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
