import { spawn } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { freePort } from '../ports.ts';
import { startPostgres, stopServerOf, urlFor, withClient } from './postgres.ts';
import type { PostgresOptions, RunningPostgres } from './postgres.ts';
import { identify } from '../processes.ts';

const folder = temporaryFolder();
chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who has to get through
const dataDir = join(folder, 'postgres');
const pidFile = join(dataDir, 'postmaster.pid');

let options: PostgresOptions;
let server: RunningPostgres;

beforeAll(async () => {
  options = { dataDir, port: await freePort(), ownerPassword: 'secret', initdbFlags: ['--no-sync'], log: () => {} };
  server = await startPostgres(options);
}, 60_000);

afterAll(() => server.abandon());

test('it keeps Unicode text and sorts it the same on every machine', async () => {
  const rows = await ask("SELECT string_agg(word, ' ' ORDER BY word) AS sorted FROM unnest('{ä,Z,a}'::text[]) AS word");
  expect(rows).toEqual([{ sorted: 'Z a ä' }]);
});

test('it listens on this machine only, and wants its password', async () => {
  expect(await ask('SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const wrong = urlFor(options.port, 'postgres', 'wrong', 'postgres');
  await expect(withClient(wrong, (client) => client.query('SELECT 1'))).rejects.toThrow(/password/);
});

test('a server that outlived its launcher is stopped, and what it kept is there at the next start', async () => {
  await ask('CREATE TABLE kept (word text)');
  const lines: string[] = [];

  await stopServerOf(dataDir, 'SIGINT', (line) => lines.push(line));

  expect(await server.exited).toBe('ended');
  expect(lines).toEqual([`PostgreSQL from an earlier start is still running (pid ${server.pid}); stopping it`]);
  server = await startPostgres(options);
  expect(await ask('SELECT * FROM kept')).toEqual([]);
});

test('a pid file that names a stranger is removed, and the stranger left alone', async () => {
  await server.stop();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(pidFile, `${stranger.pid}\n${dataDir}\n`);

  await stopServerOf(dataDir, 'SIGINT', () => {});

  expect(existsSync(pidFile)).toBe(false);
  expect(identify(stranger.pid ?? 0)).not.toBeNull();
  stranger.kill('SIGKILL');
  server = await startPostgres(options);
});

test('a killed server starts again over its own pid file', async () => {
  process.kill(server.pid, 'SIGKILL');
  expect(await server.exited).toBe('was killed by SIGKILL');
  expect(existsSync(pidFile)).toBe(true);
  server = await startPostgres(options);
  expect(await ask('SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

test('a password that does not belong to the data is told apart from other failures', async () => {
  await server.stop();
  await expect(startPostgres({ ...options, ownerPassword: 'other' })).rejects.toThrow(/do not belong together/);
  server = await startPostgres(options);
});

function ask(query: string): Promise<unknown[]> {
  return withClient(server.ownerUrl('postgres'), async (client) => (await client.query(query)).rows);
}
