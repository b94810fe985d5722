import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

const script = join(import.meta.dirname, '../dist/main.js');

let bff: TestBff;
let child: ChildProcess;
let url: string;
beforeAll(async () => {
  if (!existsSync(script)) throw new Error('The BFF is not built. Run: npm run build');
  bff = await startTestBff();
  ({ child, url } = await startProcess());
});
afterAll(async () => {
  child.kill('SIGKILL');
  await bff.close();
});

test('told to stop while a page is open, it ends the page’s stream and then by itself, and nothing is cut', async () => {
  const owner = await bff.signUp('owner@example.com');
  const events: string[] = [];
  const stream = await openStream(owner.cookie());
  stream.once('end', () => events.push('the stream ends'));
  stream.once('error', ({ message }) => events.push(`the stream is cut: ${message}`));
  const closed = once(stream, 'close');
  child.once('exit', (code, signal) => events.push(`the process exits with ${code ?? signal}`));
  const exited = once(child, 'exit');

  child.kill('SIGTERM');
  await Promise.all([closed, exited]);
  expect(events).toEqual(['the stream ends', 'the process exits with 0']);
});

test('told to stop, it says that it is not ready and goes on answering until the time to drain is over', async () => {
  const draining = await startProcess({ DRAIN_SECONDS: '600' });
  try {
    draining.child.kill('SIGTERM');
    const statusOf = async (path: string) => (await fetch(`${draining.url}${path}`)).status;
    while ((await statusOf('/health/ready')) === 200) await sleep(20); // until the signal arrives
    const ready = await fetch(`${draining.url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { code: 'health.stopping' }]);
    const session = await fetch(`${draining.url}/auth/session`);
    expect([session.status, session.headers.get('connection')]).toEqual([401, 'close']);
    expect(await statusOf('/health/live')).toBe(200);
  } finally {
    draining.child.kill('SIGKILL');
  }
});

async function startProcess(settings: Readonly<Record<string, string>> = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [script], {
    env: { ...bff.environment, ...settings, PORT: String(port) },
    stdio: 'ignore',
  });
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) await sleep(50); // until it listens
  return { child, url };
}

async function openStream(cookie: string): Promise<IncomingMessage> {
  const { rows } = await bff.api.owner.query<{ id: string }>('select organization_id as id from memberships');
  const outgoing = httpRequest(`${url}/api/live`, { headers: { cookie, 'x-organization': rows[0]!.id } }).end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]; // what the event carries
  expect(answer.statusCode).toBe(200);
  return answer.resume();
}

/** One that nobody listens at just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server listening on TCP has a port
  server.close();
  await once(server, 'close');
  return port;
}
