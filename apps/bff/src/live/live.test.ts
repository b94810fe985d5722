import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import type { Noun } from '@engagex/domain/shared';
import { Live } from '../../../api/src/platform/live/live.ts';
import { OpenApi } from '../../../api/src/platform/openapi/openapi.ts';
import { runInScope } from '../../../../libs/tenancy/src/index.ts';
import { startTestBff, type TestBff, type Visitor } from '../testing/test-bff.ts';
import { LiveStream } from './live-stream.ts';

let bff: TestBff;
let owner: Visitor;
let organizationId: string;
beforeAll(async () => {
  bff = await startTestBff({ SIGN_UP_LIMIT: '1000' });
  owner = await bff.signUp('owner@example.com');
  await bff.ready();
  const { rows } = await bff.api.owner.query<{ id: string }>('select organization_id as id from memberships');
  organizationId = rows[0]!.id;
});
afterAll(() => bff.close());

/** Somebody with this role in the owner's organization, whose page is open there. */
async function colleague(role: string) {
  const email = `${role}-${Math.random()}@example.com`;
  const visitor = await bff.signUp(email);
  const { rows } = await bff.api.owner.query<{ id: string }>(
    'insert into memberships (organization_id, user_id, role) select $1, id, $2 from users where email = $3 returning id',
    [organizationId, role, email],
  );
  return { visitor, membershipId: rows[0]!.id, tab: await openTab({ cookie: visitor.cookie() }) };
}

/** An open page: the nouns it was told of, and whether the stream has ended. */
async function openTab(headers: Record<string, string>) {
  const outgoing = httpRequest(new URL('/api/live', bff.url), {
    headers: { 'x-organization': organizationId, ...headers },
  }).end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]; // what the event carries
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  answer.on('error', () => {}); // it is cut off in the end
  const ended = new Promise<void>((resolve) => answer.once('end', resolve));
  return {
    status: answer.statusCode,
    ended,
    nouns: () => [...text.matchAll(/"noun":"([\w-]+)"/g)].map(([, noun]) => noun),
    close: () => outgoing.destroy(),
  };
}

const publish = (...nouns: Noun[]) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => {
    for (const noun of nouns) bff.api.app.get(Live).publish(noun);
  });

test('a page is told of what its reader may look at, and of nothing else', async () => {
  const [{ tab: analyst }, { tab: admin }] = await Promise.all([colleague('analyst'), colleague('admin')]);
  publish('api-keys', 'contacts', 'audit', 'transports', 'campaigns');
  const all = new Set(['api-keys', 'contacts', 'audit', 'transports', 'campaigns']);
  await vi.waitFor(() => expect(new Set(admin.nouns())).toEqual(all), 15_000);
  await vi.waitFor(() => expect(analyst.nouns()).toContain('campaigns'), 15_000);
  expect(analyst.nouns().filter((noun) => noun !== 'campaigns' && noun !== 'deliveries')).toEqual([]);
  analyst.close();
  admin.close();
});

test('a stream ends when its reader is removed from the organization', async () => {
  const { membershipId, tab } = await colleague('editor');
  expect(tab.status).toBe(200);
  const answer = await owner.send(`/api/members/${membershipId}`, { method: 'DELETE' });
  expect(answer.status).toBe(204);
  await tab.ended;
});

test('somebody whose role changes is told so, and from then on what the new role may know', async () => {
  const { membershipId, tab } = await colleague('editor');
  await owner.send(`/api/members/${membershipId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'analyst' }),
  });
  await vi.waitFor(() => expect(tab.nouns()).toContain('organization'), 15_000);
  publish('contacts', 'campaigns');
  await vi.waitFor(() => expect(tab.nouns()).toContain('campaigns'), 15_000);
  expect(tab.nouns()).not.toContain('contacts');
  tab.close();
});

test('a stream ends with its session, within moments', async () => {
  const { visitor, tab } = await colleague('editor');
  expect((await visitor.post('/auth/sign-out', {})).ok).toBe(true);
  await tab.ended;
}, 40_000);

test('a key follows changes within its scopes until it is revoked', async () => {
  const member = await bff.api.newOrganization();
  const { id, secret } = await member.call(apiKeysRoutes.create, {
    name: 'Shop',
    scopes: ['reports:read', 'contacts:read'],
  });
  const tab = await openTab({ authorization: `Bearer ${secret}` });
  expect(tab.status).toBe(200);
  await member.call(apiKeysRoutes.revoke, { id });
  await tab.ended;
  expect((await openTab({ authorization: `Bearer ${secret}` })).status).toBe(403);
});

test('whoever is no member, or nobody, opens no stream', async () => {
  const stranger = await bff.signUp('stranger@example.com');
  expect((await openTab({ cookie: stranger.cookie() })).status).toBe(403);
  expect((await openTab({})).status).toBe(401);
});

test('a reader that takes nothing is cut off when too many changes wait for it', async () => {
  const app = express();
  let stream: LiveStream | undefined;
  const closed = new Promise<void>((resolve) => {
    app.get('/', (_request, response) => {
      stream = new LiveStream(response, resolve);
    });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const reader = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(reader, 'readable'); // and never read
  const filler = 'x'.repeat(60_000);
  for (let change = 0; change < 1_200; change += 1) stream?.tell({ noun: 'contacts', id: `${change}${filler}` });
  await closed;
  expect(reader.bytesRead).toBeLessThan(60_000 * 1_200);
  reader.destroy();
  server.close();
});

test('every noun that is announced has a route that reads it, or nobody would ever be told', async () => {
  const { globSync, readFileSync } = await import('node:fs');
  const sources = globSync('apps/api/src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const announced = sources.flatMap((text) => [...text.matchAll(/live\.publish\('([\w-]+)'/g)].map(([, noun]) => noun));
  const read = new Set(
    bff.api.app
      .get(OpenApi)
      .routes()
      .filter(({ method, reads }) => method === 'GET' || reads)
      .map(({ id }) => id.split('.')[0]),
  );
  expect(announced.length).toBeGreaterThan(30);
  expect(announced.filter((noun) => !read.has(noun ?? ''))).toEqual([]);
});
