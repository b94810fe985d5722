import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasPrometheus } from '../../../tools/testing/prometheus.ts';
import { plans } from './billing-plans.ts';
import { startDnsHost } from './dns-host.ts';
import { operatorAddress } from './operator-address.ts';

const root = join(import.meta.dirname, '../../..');
const longestStartMs = 180_000;
const observe = hasPrometheus() ? ['--observe'] : [];

/** Starts EngageX on free ports with an empty data folder; what it returns stops it again. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes a global setup as a default export
export default async function startProduct(): Promise<() => Promise<void>> {
  const data = await mkdtemp('/var/tmp/engagex-browser-');
  await chmod(data, 0o711); // PostgreSQL may run as another user and must get through
  const dns = await startDnsHost();
  await mkdir(join(data, 'billing'));
  await writeFile(join(data, 'billing/plans.json'), JSON.stringify({ plans }));
  const args = ['--data', data, '--port', '0', '--no-demo', '--billing', 'demo', ...observe];
  const child = spawn(process.execPath, ['tools/stack/start.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SIGN_UP_LIMIT: '1000', // more people than one address signs up in an hour
      DNS_SERVERS: dns.address,
      OPERATORS: operatorAddress,
    },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await dns.close();
    await rm(data, { recursive: true, force: true });
  };
  const timer = setTimeout(() => child.kill('SIGTERM'), longestStartMs);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('ready ')) continue;
    clearTimeout(timer);
    // The launcher's own line.
    const { url, inbox, prometheus } = JSON.parse(line.slice('ready '.length)) as Record<string, string | null>;
    process.env['E2E_URL'] = url ?? '';
    process.env['E2E_INBOX'] = inbox ?? '';
    process.env['E2E_PROMETHEUS'] = prometheus ?? '';
    process.env['E2E_DATA'] = data;
    process.env['E2E_DNS'] = dns.url;
    child.stdout.resume();
    return stop;
  }
  await stop();
  throw new Error(`EngageX did not start:\n${log}`);
}
