import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { parseEnvelope } from '@sentry/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ErrorReports, partsOfDsn } from '@engagex/telemetry';

interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const arrivals: Arrival[] = [];
const answers: { status: number; headers?: Record<string, string> }[] = [];
const problems: string[] = [];
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      arrivals.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status, headers = {} } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end('{}');
    });
});
beforeAll(async () => {
  await once(collector.listen(0, '127.0.0.1'), 'listening');
});
beforeEach(() => {
  for (const list of [arrivals, answers, problems]) list.length = 0;
});
afterAll(() => collector.close());

function openReports(): ErrorReports {
  const address = collector.address();
  const dsn = `http://publickey@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/sub/42`;
  const onProblem = (problem: string) => void problems.push(problem);
  return new ErrorReports({ dsn, process: 'api', version: '1.2.3', environment: 'production', onProblem });
}

test('an error arrives as an event that Sentry’s own parser reads, with nothing but the fields that may leave', async () => {
  const reports = openReports();
  const error = Object.assign(new TypeError('jane@example.com has no “secret”'), { code: '23505', detail: 'jane' });
  reports.failed('POST /api/contacts', error, 'request-1');
  await reports.sent();
  const [arrival] = arrivals;
  expect(arrival?.path).toBe('/sub/api/42/envelope/');
  expect(arrival?.headers['x-sentry-auth']).toBe(
    'Sentry sentry_version=7, sentry_client=engagex/1.2.3, sentry_key=publickey',
  );
  const [, items] = parseEnvelope(arrival?.body ?? '');
  const [header, payload] = items[0] as unknown as [object, Uint8Array]; // of an item with a length, its bytes
  const event: unknown = JSON.parse(new TextDecoder().decode(payload));
  expect([items.length, header]).toEqual([1, { type: 'event', length: payload.byteLength }]);
  expect(event).toEqual({
    event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    timestamp: expect.any(Number),
    platform: 'node',
    level: 'error',
    release: 'engagex@1.2.3',
    environment: 'production',
    transaction: 'POST /api/contacts',
    tags: { process: 'api', code: '23505', request_id: 'request-1' },
    exception: { values: [{ type: 'TypeError', value: '23505', stacktrace: { frames: expect.any(Array) } }] },
  });
  expect(arrival?.body).toContain('apps/bff/src/metrics/error-reports.test.ts');
  for (const word of ['jane', 'secret', process.cwd()]) expect(arrival?.body).not.toContain(word);
});

test('the same error at the same place is reported once a minute', async () => {
  const reports = openReports();
  for (let times = 0; times < 50; times += 1) reports.failed('GET /api/contacts', new TypeError('again'), null);
  reports.failed('GET /api/campaigns', new TypeError('elsewhere'), null);
  await reports.sent();
  expect(arrivals.length).toBe(2);
});

test('a collector that has enough is left alone, and one that refuses is told of without data', async () => {
  const reports = openReports();
  answers.push({ status: 500 }, { status: 429, headers: { 'retry-after': '600' } });
  for (const where of ['one', 'two']) reports.failed(where, new Error('secret'), null);
  await reports.sent();
  reports.failed('three', new Error('secret'), null);
  await reports.sent();
  expect(arrivals.length).toBe(2);
  expect(problems).toEqual(['it answered 500', 'it answered 429']);
});

test('what is no DSN is refused', () => {
  expect(partsOfDsn('https://key@errors.example.com/7')).toEqual({
    endpoint: 'https://errors.example.com/api/7/envelope/',
    key: 'key',
  });
  for (const dsn of ['https://errors.example.com/7', 'https://key@errors.example.com', 'ftp://key@host/7', 'key'])
    expect(() => partsOfDsn(dsn), dsn).toThrow();
});
