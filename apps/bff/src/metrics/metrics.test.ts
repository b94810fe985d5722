import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveMetrics } from '@engagex/telemetry';
import { contactsRoutes } from '@engagex/domain/contacts';
import { hasPrometheus, promtool } from '../../../../tools/testing/prometheus.ts';
import { ProcessMetrics } from '../../../api/src/platform/metrics/process-metrics.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
let ofApi: ProcessMetrics;
beforeAll(async () => {
  bff = await startTestBff({}, { settings: { OPERATORS: 'operator@example.com' } });
  ofApi = bff.api.app.get(ProcessMetrics);
  await bff.ready();
});
afterAll(() => bff.close());

const seriesIn = (page: string) => page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('ten thousand addresses that somebody makes up add no series', async () => {
  await visitMadeUp(1, 'before');
  const before = { api: await ofApi.page.page(), bff: await bff.bff.metrics.page() };
  await visitMadeUp(10_000, 'all');
  const after = { api: await ofApi.page.page(), bff: await bff.bff.metrics.page() };
  for (const process of ['api', 'bff'] as const)
    expect(namesOf(after[process]), process).toEqual(namesOf(before[process]));
  expect(after.bff).toContain('route="unmatched"');
  expect(after.api).toContain('route="unmatched"');
});

/** In each kind of place once, and then at random; the series of both processes exist after the first round. */
async function visitMadeUp(rounds: number, what: string): Promise<void> {
  const seed = Number(process.env['SEED'] ?? randomBytes(4).readUInt32LE());
  if (what === 'all') process.stdout.write(`made-up addresses: SEED=${seed}\n`);
  const next = numbers(seed);
  const word = () => Math.floor(next() * 36 ** 6).toString(36);
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'QUERY'] as const;
  const server = bff.api.app.getHttpAdapter().getInstance();
  for (let round = 0; round < rounds; round += 1) {
    const method = methods[Math.floor(next() * 5)] ?? 'GET';
    if (rounds === 1) for (const each of methods.slice(0, 5)) await server.inject({ method: each, url: `/${word()}` });
    else await server.inject({ method, url: `/${word()}/${word()}?${word()}=${word()}` });
  }
  const throughBff = ['/', '/api/', '/auth/', '/AUTH/', '/t/', '/v1/', '/assets/', '/.well-known/'];
  const visits = rounds === 1 ? throughBff : Array.from({ length: 800 }, (_, n) => throughBff[n % throughBff.length]);
  for (const under of visits) await (await bff.visitor().send(`${under}${word()}.${word()}`)).arrayBuffer();
}

/** Without values: names and labels. */
function namesOf(page: string): string[] {
  return seriesIn(page)
    .map((line) => line.slice(0, line.lastIndexOf(' ')))
    .filter((name) => name.startsWith('engagex_http_'));
}

/** Park and Miller's. */
function numbers(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('a request is counted under the template of its route, with its class of status', async () => {
  const member = await bff.api.newOrganization();
  await member.call(contactsRoutes.list, {});
  await member.fetch('/api/contacts/not-an-id');
  const page = await ofApi.page.page();
  expect(page).toMatch(
    /engagex_http_requests_total\{method="GET",route="\/api\/contacts",status="2xx",process="api"\} 1\n/,
  );
  expect(page).toMatch(/route="\/api\/contacts\/:id",status="4xx"/);
  expect(page).not.toContain('not-an-id');
  expect(page).not.toContain(member.organizationId);
  for (const edge of ['0.2', '2'])
    expect(page).toContain(`_bucket{le="${edge}",process="api",method="GET",route="/api/contacts"`);
});

test('time at the database, connections and readiness are measured', async () => {
  const page = await ofApi.page.page();
  expect(Number(/engagex_database_query_duration_seconds_count\S* (\d+)/.exec(page)?.[1])).toBeGreaterThan(3);
  expect(page).toMatch(/engagex_database_pool_connections\{state="most",process="api"\} 10\n/);
  expect(page).toMatch(/engagex_ready\{process="api"\} 1\n/);
  expect(await bff.bff.metrics.page()).toMatch(/engagex_ready\{process="bff"\} 1\n/);
});

test('a BFF writes with its own role that it is running', async () => {
  bff.bff.startReporting();
  const running = async () => (await bff.api.owner.query('select name from running_processes')).rows;
  await expect.poll(running).toEqual([{ name: 'bff' }]);
});

test('the pages are served on a port of their own, and nothing else is', async () => {
  const server = await serveMetrics(bff.bff.metrics, { port: 0, host: '127.0.0.1' });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
  const page = await at('/metrics');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(await page.text()).toContain('engagex_build_info');
  expect([(await at('/')).status, (await at('/api/contacts')).status, (await at('/metrics', 'POST')).status]).toEqual([
    404, 404, 405,
  ]);
  expect((await bff.visitor().send('/metrics')).headers.get('content-type')).not.toContain('version=0.0.4');
  expect((await fetch(new URL('/metrics', bff.api.url))).status).toBe(404);
  server.closeAllConnections();
  server.close();
});

test.runIf(hasPrometheus())('promtool finds nothing to say about the pages', async () => {
  for (const metrics of [ofApi.page, bff.bff.metrics]) {
    expect(promtool(['check', 'metrics'], await metrics.page())).toBe('');
  }
});
