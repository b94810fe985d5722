import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type Logger, symbols } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { templatesRoutes } from '@engagex/domain/templates';
import { ProcessMetrics } from '../../../api/src/platform/metrics/process-metrics.ts';
import { LOGGER } from '../../../api/src/platform/tokens.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

const envelopes: string[] = [];
const lines: string[] = [];
let collector: Server;
let bff: TestBff;
beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        envelopes.push(Buffer.concat(chunks).toString());
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const address = collector.address();
  const dsn = `http://publickey@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/42`;
  bff = await startTestBff(
    { ERRORS_DSN: dsn, LOG_LEVEL: 'trace' },
    { settings: { ERRORS_DSN: dsn, LOG_LEVEL: 'trace' } },
  );
  for (const log of [bff.bff.log, bff.api.app.get<Logger>(LOGGER)]) listenTo(log);
  await bff.ready();
});
afterAll(async () => {
  await bff.close();
  collector.close();
  vi.restoreAllMocks();
});

/** What the logger writes is kept, and goes nowhere else. */
function listenTo(log: Logger): void {
  const stream: unknown = Reflect.get(log, symbols.streamSym);
  vi.spyOn(stream as { write: (line: string) => boolean }, 'write').mockImplementation((line) => {
    // pino's destination
    lines.push(line);
    return true;
  });
}

test('a thousand marked values in headers, cookies, bodies and addresses are in no line of the logs and in no report', async () => {
  const run = randomBytes(4).toString('hex');
  let made = 0;
  const mark = () => `mark${run}x${(made += 1)}x`;
  const member = await bff.api.newOrganization();
  const key = await member.call(templatesRoutes.list, {}).then(() => randomUUID());
  // From here on, every write of a contact fails in the middle of the database, with its values in the driver's error.
  await bff.api.owner.query('alter table contacts rename column first_name to gone');
  const visitor = await bff.signUp('visitor@example.com');
  const inPage = { type: 'TypeError', area: 'contacts', frames: [], message: mark() };
  expect((await visitor.post('/errors', inPage)).status).toBe(204);
  // A round marks about 22 values.
  for (let round = 0; round < 48; round += 1) {
    const headers = {
      authorization: `Bearer ${mark()}`,
      'x-custom': mark(),
      'user-agent': mark(),
      referer: `https://${mark()}.example/`,
      'idempotency-key': mark(),
    };
    const body = { email: `${mark()}@example.com`, firstName: mark(), attributes: { [mark()]: mark() } };
    await visitor.post('/api/contacts', body);
    await member.fetch('/api/contacts', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': mark() },
      body: JSON.stringify({ email: `${mark()}@example.com`, firstName: mark() }),
    });
    await visitor.send(`/api/contacts?search=${mark()}@example.com`, { headers });
    await visitor.send(`/u/${mark()}`, { headers: { cookie: `engagex=${mark()}; other=${mark()}` } });
    await visitor.send(`/t/${mark()}/${mark()}`);
    await visitor.send('/api/contacts', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: `{"${mark()}`,
    });
    await visitor.post('/auth/sign-in', { email: `${mark()}@example.com`, password: mark() });
    await visitor.post('/errors', { type: mark(), area: mark(), frames: [], message: mark() });
    bff.api.app
      .get(ProcessMetrics)
      .recent.failed('test', new TypeError(`${mark()} "${mark()}"`, { cause: new Error(`'${mark()}'`) }), key);
  }
  expect(made).toBeGreaterThan(1_000);
  const reported = () => envelopes.map((envelope) => /"transaction":"([^"]*)"/.exec(envelope)?.[1]);
  await expect.poll(reported).toEqual(expect.arrayContaining(['test', 'POST /api/contacts', 'page contacts']));
  expect(lines.length).toBeGreaterThan(50);
  const all = [...lines, ...envelopes];
  const leaks = all.filter((text) => text.includes(`mark${run}`));
  expect(leaks.slice(0, 3), `${leaks.length} of ${all.length}`).toEqual([]);
  process.stdout.write(`${made} marks, ${lines.length} lines, ${envelopes.length} envelopes\n`);
});
