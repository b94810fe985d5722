import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkCheckLimits, templateLinksRoutes as routes } from '@engagex/domain/templates';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

let server: Server;
let base: string;
let api: TestApi;
let member: TestMember;
const asked: string[] = [];
const held: (() => void)[] = [];
let atOnce = 0;
let mostAtOnce = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url.replace(/^(\/many).*/, '$1')}`);
    mostAtOnce = Math.max(mostAtOnce, (atOnce += 1));
    response.on('close', () => (atOnce -= 1));
    const [, path = '', status = '200'] = url.split('/');
    if (path === 'many') {
      // Only two that wait together are answered, once a third could have come.
      held.push(() => void response.writeHead(200).end());
      if (held.length === 2) setTimeout(() => held.splice(0).forEach((answer) => answer()), 5);
      return;
    }
    if (path === 'no-head' && method === 'HEAD') return void response.writeHead(404).end();
    if (path === 'moved') return void response.writeHead(301, { location: `/status/${status}` }).end();
    return void response.writeHead(Number(path === 'status' ? status : 200)).end(method === 'HEAD' ? '' : 'Hello');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens on TCP has one
  api = await startTestApi({ settings: { PRIVATE_NETWORKS: 'true' } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  server.closeAllConnections();
  server.close();
});

const bodyOf = (links: readonly string[]) => links.map((link) => `<p><a href="${link}">Read</a></p>`).join('\n');
const check = (links: readonly string[], who = member) =>
  who.call(routes.check, { format: 'html', body: bodyOf(links) });

test('a page that does not exist, is gone, or has no server is dead; a busy, guarded or broken server is not', async () => {
  const dead = [`${base}/status/404`, `${base}/status/410`, `${base}/moved/404`, 'https://no-such-host.invalid/'];
  const unknown = [401, 403, 405, 429, 500, 503].map((status) => `${base}/status/${status}`);
  const working = [`${base}/`, `${base}/no-head`, `${base}/moved/200`];
  const found = await check([...dead, ...unknown, ...working, '{{ contact.phone }}', 'mailto:a@shop.example', '#top']);
  expect(found.problems.map(({ code, line }) => [code, line])).toEqual([1, 2, 3, 4].map((line) => ['link_dead', line]));
  expect(found.unknown.toSorted()).toEqual(unknown.toSorted());
  expect(found).toMatchObject({ links: 13, working: 3 });
  expect(asked).toContain('GET /no-head');
});

test('what is known is not asked again for a while; what nobody could say is', async () => {
  const links = [`${base}/again/1`, `${base}/status/503`];
  await check(links);
  asked.length = 0;
  await check(links);
  expect(new Set(asked)).toEqual(new Set(['HEAD /status/503', 'GET /status/503']));
});

test('a message with many links asks a bounded number of them, and one server two at a time', async () => {
  mostAtOnce = 0;
  asked.length = 0;
  const found = await check(Array.from({ length: linkCheckLimits.links + 20 }, (_, at) => `${base}/many/${at}`));
  expect(found).toMatchObject({ links: linkCheckLimits.links + 20, working: linkCheckLimits.links });
  expect(found.unknown).toHaveLength(20);
  expect(asked).toHaveLength(linkCheckLimits.links);
  expect(mostAtOnce).toBe(2);
});

test('a dead link of a visual template is told at its block', async () => {
  const link = { to: 'address', address: `${base}/status/404` };
  const line = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Buy' }] }] };
  const document = {
    version: 1,
    sections: [{ id: 's', columns: [{ id: 'c', blocks: [{ id: 'buy', type: 'button', label: line, link }] }] }],
  };
  const response = await member.fetch('/api/templates/links', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'visual', document }),
  });
  expect(await response.json()).toMatchObject({ problems: [{ code: 'link_dead', path: ['document', 'buy'] }] });
});

test('nothing inside the network is asked unless the operator allows it, and an analyst asks nothing', async () => {
  const guarded = await startTestApi();
  try {
    const other = await guarded.newOrganization();
    asked.length = 0;
    expect(await check([`${base}/inside`], other)).toMatchObject({ problems: [], unknown: [`${base}/inside`] });
    expect(asked).toEqual([]);
  } finally {
    await guarded.close();
  }
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(check([base], analyst)).rejects.toMatchObject({ status: 403 });
});
