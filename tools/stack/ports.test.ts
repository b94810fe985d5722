import { spawn } from 'node:child_process';
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

test('a port that was given away is passed over, although nobody listens on it yet', async () => {
  const { port: given } = await choosePort(await freePort());
  expect((await choosePort(given)).port).not.toBe(given);
});

test('launchers that look at the same moment get different ports, and a port is free again when its launcher is gone', async () => {
  const wanted = await freePort();
  const module = JSON.stringify(new URL('ports.ts', import.meta.url).href);
  const script = `
    import { choosePort } from ${module};
    process.stdout.write(String((await choosePort(${wanted})).port));
    process.stdin.resume();
  `;
  const launchers = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const ports = await Promise.all(launchers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
  expect(new Set(ports).size).toBe(3);
  const gone = launchers.map((launcher) => once(launcher, 'exit'));
  for (const launcher of launchers) launcher.kill('SIGKILL');
  await Promise.all(gone);
  expect(await choosePort(wanted)).toEqual({ port: wanted, isSecondChoice: false });
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
