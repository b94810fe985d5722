import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { reserveFreePort } from '../../../tools/stack/ports.ts';
import { readSecrets } from '../../../tools/stack/secrets.ts';
import { embeddedDatabases, servicePlans } from '../../../tools/stack/services.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';

const root = join(import.meta.dirname, '../../..');

/** Another API and BFF before the same database, of an installation that nobody pays for. */
export async function startWithoutBilling(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = process.env['E2E_DATA'] ?? '';
  const [ownerUrl, secrets] = [await ownerUrlOf(dataDir), readSecrets(dataDir)];
  const [bff, api, smtp] = [await reserveFreePort(), await reserveFreePort(), await reserveFreePort()];
  const ports = {
    bff,
    api,
    smtp,
    worker: 0,
    inbox: 0,
    inbound: smtp,
    identity: 0,
    stripe: 0,
    postgres: 0,
    balancer: 0,
  };
  const { BILLING: _, STRIPE_SECRET_KEY: __, ...env } = process.env;
  const databases = embeddedDatabases(Number(new URL(ownerUrl).port), ownerUrl, secrets);
  const context = {
    root,
    dataDir,
    ports,
    secrets,
    databases,
    env,
    shared: { bff: [bff], api: [api], worker: [0] },
    billing: null,
  };
  const children: ChildProcess[] = [];
  for (const { name, args, env: own } of servicePlans(context))
    if (name === 'api' || name === 'bff')
      children.push(spawn(process.execPath, args, { cwd: root, env: own, stdio: 'ignore' }));
  const url = `http://localhost:${bff}`;
  const answers = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { timeout: 30_000 }).toBe(true);
  return {
    url,
    stop: async () => {
      await Promise.all(children.map((child) => (child.kill('SIGTERM'), once(child, 'exit'))));
    },
  };
}
