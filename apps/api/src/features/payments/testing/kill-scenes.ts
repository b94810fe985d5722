import { expect } from 'vitest';
import { paymentsRoutes } from '@engagex/domain/payments';
import type { InputOf, RouteDefinition } from '@engagex/domain/shared';
import { signIdentity, type TestMember } from '../../../testing/test-api.ts';
import { freezeUntil, use } from '../../usage-reports/testing/metered.ts';
import type { Billing } from './billing.ts';

/** One call of Stripe, what leads to it, and what must be true once another process has taken over. */
export interface KillScene {
  readonly name: string;
  /** Which process makes the call, and is killed during it. */
  readonly by: 'api' | 'worker';
  readonly call: string;
  arrange(): Promise<Arranged>;
}

interface Arranged {
  readonly owner: TestMember;
  /** At the process that is to be killed. Does not wait for the worker. */
  act(apiUrl: string): Promise<unknown>;
  /** What the owner does afterwards, such as trying again. */
  after?(): Promise<unknown>;
  check(): Promise<void>;
  /** Nothing of it is left to be looked at. */
  readonly isDeleted?: true;
}

const hourMs = 3_600_000;

export function killScenes(billing: Billing): readonly KillScene[] {
  const { stripe, client, api, prices } = billing;
  const { world } = stripe;

  const changing = (name: string, call: string, arrange: () => Promise<Arranged>): KillScene => ({
    name,
    by: 'api',
    call,
    arrange,
  });
  const following = (name: string, call: string, arrange: () => Promise<Arranged>): KillScene => ({
    name,
    by: 'worker',
    call,
    arrange,
  });

  async function subscriber(price = prices.team) {
    const owner = await api.newOrganization();
    const customer = await billing.customerOf(owner);
    const { id } = await billing.subscribe(customer, { items: [{ price }] });
    await billing.tend(owner);
    return { owner, customer, id };
  }

  /** Somebody with a checkout that is open. */
  async function visitor() {
    const owner = await api.newOrganization();
    const customer = await billing.customerOf(owner);
    await owner.call(paymentsRoutes.checkout, { plan: 'business' });
    return { owner, customer };
  }

  const liveOf = (customer: string) => world.subscriptions.of(customer).filter((each) => each.ended_at === null);
  const chargedOf = (customer: string) =>
    [...world.charges.values()]
      .filter((charge) => charge.customer === customer && charge.paid)
      .reduce((sum, { amount, amount_refunded: refunded }) => sum + amount - refunded, 0);
  const openSessionsOf = (customer: string) =>
    world.checkoutSessions.of(customer).filter(({ status }) => status === 'open');

  /** After whatever became of the first checkout, the next one is the only one that can be paid. */
  async function onlyNextCheckoutIsOpen(owner: TestMember, customer: string, url: string): Promise<void> {
    expect(openSessionsOf(customer).map((session) => session.url)).toEqual([url]);
    stripe.completeCheckout(openSessionsOf(customer)[0]?.id ?? '');
    await billing.tend(owner);
    expect(liveOf(customer)).toHaveLength(1);
    expect(chargedOf(customer)).toBe(world.invoices.of(customer)[0]?.total);
  }

  function checkoutScene(call: string, arrange: () => Promise<{ owner: TestMember; customer: string }>) {
    return async (): Promise<Arranged> => {
      const { owner, customer } = await arrange();
      let url = '';
      return {
        owner,
        act: (at) => callAt(at, owner, paymentsRoutes.checkout, { plan: 'business' }),
        after: async () => ({ url } = await owner.call(paymentsRoutes.checkout, { plan: 'business' })),
        check: () => onlyNextCheckoutIsOpen(owner, customer, url),
      };
    };
  }

  const customer = changing('a customer', 'POST /v1/customers', async () => {
    const owner = await api.newOrganization();
    const own = () =>
      [...world.customers.values()].filter(({ metadata }) => metadata['organization_id'] === owner.organizationId);
    return {
      owner,
      act: (at) => callAt(at, owner, paymentsRoutes.checkout, { plan: 'business' }),
      after: () => owner.call(paymentsRoutes.checkout, { plan: 'business' }),
      check: async () => {
        expect(own()).toHaveLength(1);
        expect(openSessionsOf(own()[0]?.id ?? '')).toHaveLength(1);
      },
    };
  });

  const checkout = changing(
    'a checkout',
    'POST /v1/checkout/sessions',
    checkoutScene('', async () => {
      const owner = await api.newOrganization();
      return { owner, customer: await billing.customerOf(owner) };
    }),
  );

  const expiry = changing(
    'the expiry of an older checkout',
    'POST /v1/checkout/sessions/*/expire',
    checkoutScene('', visitor),
  );

  const change = changing('a change of plan', 'POST /v1/subscriptions/*', async () => {
    const { owner, customer: id } = await subscriber();
    const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'business' });
    return {
      owner,
      act: (at) => callAt(at, owner, paymentsRoutes.change, { plan: 'business', ...confirmation }),
      check: async () => {
        // Lost before it was done, it is made by whoever comes next: nobody has to ask again.
        expect((await owner.call(paymentsRoutes.get)).plan.key).toBe('business');
        const paid = world.invoices.of(id).filter((each) => each.billing_reason === 'subscription_update');
        expect(paid.map((each) => (each.amount_paid / 100).toFixed(2))).toEqual([confirmation.amountDue]);
        expect(chargedOf(id)).toBe(4_900 + (paid[0]?.amount_paid ?? 0));
      },
    };
  });

  const later = (call: string) =>
    changing(`a change at the end of the period (${call})`, call, async () => {
      const { owner, customer: id } = await subscriber(prices.business);
      const { confirmation } = await owner.call(paymentsRoutes.preview, { plan: 'team' });
      return {
        owner,
        act: (at) => callAt(at, owner, paymentsRoutes.change, { plan: 'team', ...confirmation }),
        check: async () => {
          const { subscription } = await owner.call(paymentsRoutes.get);
          expect(subscription?.next?.plan?.key).toBe('team');
          expect(world.schedules.of(id).map(({ status, phases }) => [status, phases.length])).toEqual([['active', 2]]);
        },
      };
    });

  /** Somebody whose plan changes at the end of the period. */
  async function leaving() {
    const found = await subscriber(prices.business);
    const { confirmation } = await found.owner.call(paymentsRoutes.preview, { plan: 'team' });
    await found.owner.call(paymentsRoutes.change, { plan: 'team', ...confirmation });
    return found;
  }

  const keep = changing('keeping the plan', 'POST /v1/subscription_schedules/*/release', async () => {
    const { owner, customer: id } = await leaving();
    return {
      owner,
      act: (at) => callAt(at, owner, paymentsRoutes.keep, {}),
      check: async () => {
        expect((await owner.call(paymentsRoutes.get)).subscription?.next).toBeNull();
        expect(world.schedules.of(id).map(({ status }) => status)).toEqual(['released']);
        expect(liveOf(id).map(({ schedule }) => schedule)).toEqual([null]);
      },
    };
  });

  const cancel = (call: string, arrange: () => Promise<{ owner: TestMember; id: string }>) =>
    changing(`a cancellation (${call})`, call, async () => {
      const { owner, id } = await arrange();
      return {
        owner,
        act: (at) => callAt(at, owner, paymentsRoutes.cancel, {}),
        check: async () => {
          expect((await owner.call(paymentsRoutes.get)).subscription?.cancelsAt).not.toBeNull();
          expect(world.subscriptions.get(id)).toMatchObject({ cancel_at_period_end: true, schedule: null });
        },
      };
    });

  const resume = changing('a resumption', 'POST /v1/subscriptions/*', async () => {
    const { owner, id } = await subscriber();
    await owner.call(paymentsRoutes.cancel);
    return {
      owner,
      act: (at) => callAt(at, owner, paymentsRoutes.resume, {}),
      check: async () => {
        expect((await owner.call(paymentsRoutes.get)).subscription?.cancelsAt).toBeNull();
        expect(world.subscriptions.get(id)?.cancel_at_period_end).toBe(false);
      },
    };
  });

  const endTrial = following('the end of a second trial', 'POST /v1/subscriptions/*', async () => {
    const first = await api.newOrganization();
    await billing.subscribe(await billing.customerOf(first), { trial_period_days: 14 });
    await billing.tend(first);
    const owner = await api.newOrganization();
    const id = await billing.customerOf(owner);
    return {
      owner,
      act: () => billing.subscribe(id, { trial_period_days: 14 }),
      check: async () => {
        expect(liveOf(id).map(({ status }) => status)).toEqual(['active']);
        expect(chargedOf(id)).toBe(4_900);
      },
    };
  });

  const duplicate = (call: string) =>
    following(`a second subscription (${call})`, call, async () => {
      const { owner, customer: id } = await subscriber();
      return {
        owner,
        act: () => billing.subscribe(id, { items: [{ price: prices.business }] }),
        check: async () => {
          expect(liveOf(id)).toHaveLength(1);
          expect(world.subscriptions.of(id)).toHaveLength(2);
          // Of two that began in the same second either may be the one that stays.
          const kept = liveOf(id)[0]?.items.data[0]?.price.unit_amount ?? 0;
          expect(world.creditNotes.of(id).map(({ amount }) => amount)).toEqual([4_900 + 9_900 - kept]);
          expect(chargedOf(id)).toBe(kept);
        },
      };
    });

  const deletion = (call: string) =>
    following(`the deletion of an organization (${call})`, call, async () => {
      const { owner, customer: id } = await visitor();
      await billing.subscribe(id);
      await billing.tend(owner);
      return {
        owner,
        isDeleted: true,
        act: () =>
          api.owner.query(
            `update organizations set deletes_at = now() - interval '1 minute', delete_requested_at = now() where id = $1`,
            [owner.organizationId],
          ),
        check: async () => {
          expect(liveOf(id)).toEqual([]);
          expect(openSessionsOf(id)).toEqual([]);
          expect(chargedOf(id)).toBe(4_900);
        },
      };
    });

  const meter = following('a report to a meter', 'POST /v1/billing/meter_events', async () => {
    const now = Math.floor(Date.now() / hourMs) * hourMs;
    const iso = (at: number) => new Date(at).toISOString();
    const owner = await api.newOrganization();
    // Hours that are over and frozen: the worker reports them as soon as it knows what is paid for.
    await use(api, owner, 'emails', { [iso(now - 2 * hourMs)]: 120 });
    await freezeUntil(api, owner, iso(now));
    const clock = await billing.clockAt(iso(now - 3 * hourMs));
    let id = '';
    return {
      owner,
      act: async () => {
        id = await billing.customerOf(owner, { test_clock: clock });
        await billing.subscribe(id, { items: [{ price: prices.metered }, { price: prices.emails }] });
        await billing.advance(clock, iso(now));
      },
      check: async () => {
        const sql = 'select state, total::int from usage_reports where organization_id = $1';
        const reports = () => api.owner.query(sql, [owner.organizationId]).then(({ rows }) => rows);
        await expect.poll(reports).toEqual([{ state: 'accepted', total: 120 }]);
        const { data } = await client.billing.meters.listEventSummaries(prices.meter, {
          customer: id,
          start_time: now / 1_000 - 3 * 3_600,
          end_time: now / 1_000,
        });
        expect(data.map(({ aggregated_value: value }) => value)).toEqual([120]);
      },
    };
  });

  const fetching = following('fetching the state', 'GET /v1/invoices', async () => {
    const { owner, id } = await subscriber();
    return {
      owner,
      act: () => client.subscriptions.update(id, { cancel_at_period_end: true }),
      check: async () => {
        expect((await owner.call(paymentsRoutes.get)).subscription?.cancelsAt).not.toBeNull();
      },
    };
  });

  return [
    customer,
    checkout,
    expiry,
    change,
    later('POST /v1/subscription_schedules'),
    later('POST /v1/subscription_schedules/*'),
    keep,
    cancel('POST /v1/subscriptions/*', () => subscriber()),
    cancel('POST /v1/subscription_schedules/*/release', leaving),
    resume,
    endTrial,
    duplicate('DELETE /v1/subscriptions/*'),
    duplicate('POST /v1/credit_notes'),
    deletion('POST /v1/checkout/sessions/*/expire'),
    deletion('DELETE /v1/subscriptions/*'),
    meter,
    fetching,
  ];
}

/** As this member, at the API that listens there. */
async function callAt<R extends RouteDefinition>(
  url: string,
  { userId, organizationId }: TestMember,
  route: R,
  body: InputOf<R>,
): Promise<Response> {
  const identity = await signIdentity({ sub: userId, org: organizationId });
  return fetch(new URL(route.path, url), {
    method: route.method,
    headers: { 'x-engagex-identity': identity, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
