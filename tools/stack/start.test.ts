import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { ownerUrlOf } from '../testing/product-database.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { identify } from './processes.ts';

const root = join(import.meta.dirname, '../..');
const folder = temporaryFolder();
chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who has to get through
const started: ChildProcess[] = [];
afterAll(() => started.forEach((launcher) => launcher.kill('SIGTERM')));

interface Stack {
  readonly launcher: ChildProcess;
  readonly data: string;
  readonly url: string;
  readonly pids: Readonly<Record<'api' | 'worker' | 'bff' | 'postgres', number>>;
}

/** A stack on the usual ports, or those after them. */
async function startStack(name: string, ...options: readonly string[]): Promise<Stack> {
  const data = join(folder, name);
  const launcher = spawn(process.execPath, ['tools/stack/start.ts', '--data', data, '--no-demo', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'warn', NX_DAEMON: 'false' },
  });
  started.push(launcher);
  let log = '';
  launcher.stderr.on('data', (text: Buffer) => (log += text.toString()));
  for await (const line of createInterface({ input: launcher.stdout })) {
    if (!line.startsWith('ready ')) continue;
    const { url, pids } = JSON.parse(line.slice('ready '.length)) as Pick<Stack, 'url' | 'pids'>; // the launcher's own line
    return { launcher, data, url, pids };
  }
  throw new Error(`It did not start:\n${log}`);
}

const isReady = async (url: string) => (await fetch(new URL('/health/ready', url)).catch(() => null))?.ok ?? false;

/** Signs up through the browser's door: BFF, API and PostgreSQL of one stack all have a part in it. */
async function signUp({ url, data }: Stack, email: string): Promise<void> {
  const body = { name: 'Ada', email, password: 'correct horse', organizationName: 'Engines' };
  const answer = await fetch(new URL('/auth/sign-up', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([answer.status, await answer.text()]).toMatchObject([201, expect.any(String)]);
  const client = new pg.Client({ connectionString: await ownerUrlOf(data) });
  await client.connect();
  const { rows } = await client.query('select email from users');
  await client.end();
  expect(rows).toContainEqual({ email });
}

test('two stacks that start at once get ports of their own, outlive a killed PostgreSQL, and stop with nobody listening', async () => {
  // Two of them and a balancer, which reach each other and stop like the rest.
  const [one, two] = await Promise.all([startStack('one'), startStack('two', '--api', '2', '--bff', '2')]);
  expect(one.url).not.toBe(two.url);
  for (const pid of [...Object.values(one.pids), ...Object.values(two.pids)]) expect(identify(pid)).not.toBeNull();
  await Promise.all([signUp(one, 'one@example.com'), signUp(two, 'two@example.com')]);

  process.kill(one.pids.postgres, 'SIGKILL');
  await vi.waitFor(async () => expect(await isReady(one.url)).toBe(false), { timeout: 30_000, interval: 50 });
  await vi.waitFor(async () => expect(await isReady(one.url)).toBe(true), { timeout: 60_000, interval: 200 });
  await signUp(one, 'again@example.com');
  for (const name of ['api', 'worker', 'bff'] as const) expect(identify(one.pids[name])).not.toBeNull();

  two.launcher.stdout?.destroy();
  two.launcher.stderr?.destroy();
  two.launcher.kill('SIGHUP'); // as a terminal does that is closed
  one.launcher.stdout?.destroy();
  one.launcher.stderr?.destroy();
  one.launcher.kill('SIGTERM');
  const codes = await Promise.all(
    [one, two].map(async ({ launcher }) => launcher.exitCode ?? ((await once(launcher, 'exit')) as unknown[])[0]),
  );
  expect(codes).toEqual([0, 0]);
  for (const pid of Object.values(two.pids)) expect(identify(pid)).toBeNull();
}, 180_000);
