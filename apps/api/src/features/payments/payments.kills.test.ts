import { createServer, type AddressInfo } from 'node:net';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import { chanceOf, seed } from '../../testing/chance.ts';
import { end, Fleet } from '../../testing/fleet.ts';
import { killsOr } from '../../testing/size.ts';
import { startApi } from '../../testing/worker.ts';
import { type Billing, startBilling } from './testing/billing.ts';
import { type KillScene, killScenes } from './testing/kill-scenes.ts';
import { SyncState } from './sync-state.ts';

/** Processes are killed before Stripe has done what they asked for, after it has, or while it still does it. */
const moments = ['lost_after', 'answer_lost_after', 'held'] as const;
type Moment = (typeof moments)[number];

const kills = killsOr(3);
const patience = { timeout: 40_000, interval: 50 };

let billing: Billing;
let workers: Fleet;
let api: { readonly process: ChildProcess; readonly url: string } | null = null;
beforeAll(async () => {
  billing = await startBilling({ isMetered: true });
  workers = new Fleet(billing.api.config, settings());
  workers.start();
});
afterAll(async () => {
  if (api) await end(api.process, 'SIGKILL');
  await workers.close();
  await billing.close();
});

function settings(): Record<string, string> {
  const { config } = billing.api;
  return {
    BILLING: 'on',
    PLANS_FILE: config.PLANS_FILE ?? '',
    STRIPE_SECRET_KEY: billing.stripe.apiKey,
    STRIPE_WEBHOOK_SECRETS: 'whsec_billing',
    STRIPE_API_BASE: billing.stripe.url,
    STRIPE_TAX: 'false',
  };
}

async function aliveApi(): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  if (api?.process.signalCode === null && api.process.exitCode === null) return api;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  api = { process: startApi(billing.api.config, port, settings()), url };
  const answers = () =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, patience).toBe(true);
  return api;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function killDuring({ by, call, arrange }: KillScene, moment: Moment): Promise<void> {
  const { stripe } = billing;
  const target = by === 'api' ? await aliveApi() : null;
  const { owner, act, after, check, isDeleted } = await arrange();
  await stripe.webhooks.settled();
  const gate = Promise.withResolvers<void>();
  stripe.faults.next(call, { kind: moment, until: gate.promise });
  const acting = Promise.resolve(act(target?.url ?? '')).catch(() => {}); // whoever would answer is killed
  await expect.poll(() => stripe.faults.held(), patience).toBe(1);
  const [victim] = target ? [target.process] : workers.alive;
  if (!victim) throw new Error('No worker is left.');
  await end(victim, 'SIGKILL');
  if (!target) workers.start();
  const asked = stripe.calls.length;
  if (moment !== 'held') gate.resolve();
  await endLeases(owner.organizationId);
  // What is still on its way arrives while the next process is at it.
  if (moment === 'held') await expect.poll(() => stripe.calls.length, patience).toBeGreaterThan(asked);
  gate.resolve();
  await acting;
  await (isDeleted ? isGone(owner.organizationId) : isQuiet(owner.organizationId));
  await after?.();
  await check();
  if (!isDeleted) await isAsStripeHasIt(owner.organizationId);
}

/** As if the time had passed that a process has before another takes it for dead. */
async function endLeases(organizationId: string): Promise<void> {
  for (const sql of [
    `update payment_requests set claimed_until = '-infinity' where state = 'open' and organization_id = $1`,
    `update payment_customers set claimed_until = '-infinity' where organization_id = $1`,
  ])
    await billing.api.owner.query(sql, [organizationId]);
}

/** Nothing is open any more, and what Stripe has is fetched. */
async function isQuiet(organizationId: string): Promise<void> {
  const sql = `select (select count(*)::int from payment_requests where state = 'open' and organization_id = $1) as open,
    (select wanted = done from payment_customers where organization_id = $1) as "isFetched"`;
  const state = async () => {
    await billing.stripe.webhooks.settled();
    return (await billing.api.owner.query(sql, [organizationId])).rows[0];
  };
  await expect.poll(state, patience).toEqual({ open: 0, isFetched: true });
}

async function isGone(organizationId: string): Promise<void> {
  const sql = 'select from organizations where id = $1';
  await expect.poll(async () => (await billing.api.owner.query(sql, [organizationId])).rowCount, patience).toBe(0);
}

async function isAsStripeHasIt(organizationId: string): Promise<void> {
  await isQuiet(organizationId);
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => billing.api.app.get(SyncState).compare());
  const sql = 'select about, field, stored, found from payment_drifts where organization_id = $1';
  expect((await billing.api.owner.query(sql, [organizationId])).rows).toEqual([]);
}

test(
  `processes that are killed during any call of Stripe leave one customer, one subscription, and nothing paid twice (${kills} kills, seed ${seed})`,
  async () => {
    const chance = chanceOf('payments kills');
    const scenes = killScenes(billing);
    const all = scenes.flatMap((scene) => moments.map((moment) => ({ scene, moment })));
    let done = 0;
    for (let n = 0; n < kills; n++) {
      // Enough kills go through all of them; few are drawn from those that a worker need not be waited for long.
      const quick = all.filter(({ scene }) => !scene.name.includes('deletion'));
      const { scene, moment } = kills >= all.length ? all[n % all.length]! : chance.oneOf(quick as [(typeof quick)[0]]);
      await killDuring(scene, moment).catch((error: unknown) => {
        throw new Error(`killed during ${scene.name}, ${moment}`, { cause: error });
      });
      done += 1;
    }
    expect(done).toBe(kills);
  },
  60_000 + kills * 40_000,
);
