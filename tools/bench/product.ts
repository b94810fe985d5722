import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { Browser } from '../demo/browser.ts';
import { ownerUrlOf } from '../testing/product-database.ts';

const root = join(import.meta.dirname, '../..');

/** EngageX as `npm start` brings it up, with somebody signed in. */
export interface Product {
  readonly url: string;
  readonly secondsToReady: number;
  readonly browser: Browser;
  readonly cookie: string;
  /** As the owner of the tables. */
  readonly ownerUrl: string;
  readonly data: string;
  readonly pids: Readonly<Record<'worker' | 'api' | 'bff' | 'postgres', number>>;
  /** Stops it; the data stays when it is to be started again. */
  stop(options?: { keepData?: boolean }): Promise<void>;
}

export async function startProduct(
  options: { data?: string; env?: Record<string, string>; workers?: number } = {},
): Promise<Product> {
  const data = options.data ?? (await mkdtemp('/var/tmp/engagex-bench-'));
  await chmod(data, 0o711); // PostgreSQL may run as another user and must get through
  const workers = options.workers ? ['--workers', String(options.workers)] : [];
  const child = spawn(
    process.execPath,
    ['tools/stack/start.ts', '--data', data, '--port', '0', '--no-demo', ...workers],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SIGN_UP_LIMIT: '1000', LOG_LEVEL: 'warn', ...options.env },
    },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const stop = async ({ keepData = false } = {}) => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    if (!keepData) await rm(data, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('ready ')) continue;
    child.stdout.resume();
    const { url, pids } = JSON.parse(line.slice('ready '.length)) as Pick<Product, 'url' | 'pids'>; // the launcher's own line
    await new Promise((resolve) => setTimeout(resolve, 200)); // the friendly text follows
    const browser = new Browser(url);
    await browser.post('/auth/sign-up', {
      name: 'Bench',
      email: `bench-${Date.now()}@example.com`,
      password: 'correct horse battery',
      organizationName: 'Bench',
    });
    const ownerUrl = await ownerUrlOf(data);
    await confirmAddresses(ownerUrl);
    return {
      url,
      browser,
      cookie: browser.cookie,
      data,
      pids,
      secondsToReady: Number(/ready after ([\d.]+) s/.exec(log)?.[1] ?? Number.NaN),
      ownerUrl,
      stop,
    };
  }
  await stop();
  throw new Error(`EngageX did not start:\n${log}`);
}

/** Mail goes to a sink that keeps nothing, so nobody can follow the link that was mailed. */
async function confirmAddresses(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('update users set email_verified_at = now()');
  await client.end();
}
