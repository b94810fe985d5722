import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { groupsRoutes } from '@engagex/domain/contacts';
import { createTestDatabase } from '../../../../../tools/testing/database.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

/** A line to PostgreSQL that can be cut: never, at once, or when a transaction has been told to commit. */
let cut: 'never' | 'at once' | 'after commit' = 'never';
const lines = new Set<Socket>();
const relay = createServer((client) => {
  if (cut === 'at once') return void client.destroy();
  const server = connect(Number(databaseUrl.port), databaseUrl.hostname);
  for (const socket of [client, server]) {
    lines.add(socket);
    socket.on('error', () => {}).on('close', () => (lines.delete(socket), client.destroy(), server.destroy()));
  }
  server.pipe(client);
  client.on('data', (bytes: Buffer) => {
    if (cut === 'after commit' && bytes.includes('COMMIT')) server.unpipe(client); // it is done, and nobody hears of it
    server.write(bytes, () => {
      if (cut === 'after commit' && bytes.includes('COMMIT')) setTimeout(() => client.destroy(), 100);
    });
  });
});

let databaseUrl: URL;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  const database = await createTestDatabase();
  databaseUrl = new URL(database.appUrl);
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const address = relay.address();
  const through = new URL(databaseUrl);
  through.port = String(typeof address === 'object' ? address?.port : 0);
  api = await startTestApi({ database, settings: { DATABASE_URL: through.href } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  relay.close();
});

const create = (name: string) =>
  member.fetch('/api/groups', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
const names = async () => (await member.call(groupsRoutes.list)).items.map(({ name }) => name);

test('a commit whose answer is lost is told as what it is: done or not, nobody knows', async () => {
  cut = 'after commit';
  const answer = await create('Lost commit');
  cut = 'never';
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toMatchObject({
    code: 'database.unavailable',
    detail: 'The database does not answer right now. Check whether your change was saved before you try again.',
  });
  await vi.waitFor(async () => expect(await names()).toContain('Lost commit'), 15_000);
});

test('without its database the API says so, when to try again, and goes on when it is back', async () => {
  cut = 'at once';
  for (const socket of lines) socket.destroy();
  const read = await member.fetch('/api/groups');
  expect([read.status, read.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await read.json()).toMatchObject({
    code: 'database.unavailable',
    detail: 'The database does not answer right now. Try again in a moment.',
  });
  expect((await create('Never')).status).toBe(503);
  expect((await member.fetch('/health/ready')).status).toBe(503);
  cut = 'never';
  await vi.waitFor(async () => expect((await create('Back again')).status).toBe(201), 15_000);
  expect(await names()).not.toContain('Never');
});
