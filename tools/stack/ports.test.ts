import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { choosePort, freePort } from './ports.ts';

const listening: { close(): void }[] = [];
afterEach(() => listening.splice(0).forEach((server) => server.close()));

test('the wanted port is taken when it is free', async () => {
  const wanted = await freePort();
  expect(await choosePort(wanted)).toEqual({ port: wanted, isSecondChoice: false });
});

test.each(['127.0.0.1', '0.0.0.0', '::', '::1'])('a port that somebody has on %s is passed over', async (host) => {
  const wanted = await freePort();
  await listen(host, wanted);
  const { port, isSecondChoice } = await choosePort(wanted);
  expect(port).toBeGreaterThan(wanted);
  expect(isSecondChoice).toBe(true);
});

test('a port that another service was given is passed over', async () => {
  const wanted = await freePort();
  const { port } = await choosePort(wanted, new Set([wanted]));
  expect(port).not.toBe(wanted);
});

test('zero asks for any free port', async () => {
  const { port, isSecondChoice } = await choosePort(0);
  expect(port).toBeGreaterThan(1023);
  expect(isSecondChoice).toBe(false);
});

async function listen(host: string, port: number) {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  listening.push(server);
}
