import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stripe } from 'stripe';
import type { PaymentsOverview } from '@engagex/domain/payments';
import { paymentsRoutes } from '@engagex/domain/payments';
import { runInScope } from '@engagex/tenancy';
import { startStripe, type StripeOptions } from '../../../../../../tools/stand-ins/stripe/server.ts';
import { clientOf, monthly } from '../../../../../../tools/stand-ins/stripe/testing/client.ts';
import type { Config } from '../../../config.ts';
import { startTestApi, type TestMember } from '../../../testing/test-api.ts';
import { TendPayments } from '../tend-payments.ts';

export const webhookSecret = 'whsec_billing';

interface BillingOptions {
  readonly stripe?: StripeOptions;
  readonly work?: boolean;
  /** With a plan that bills emails at a cent each. */
  readonly isMetered?: boolean;
  readonly settings?: Partial<Record<keyof Config, string>>;
}

/** An API that takes payments by what stands in for Stripe: a free plan, Team for €49 and Business for €99. */
export async function startBilling({ stripe: options, work, isMetered, settings }: BillingOptions = {}) {
  const stripe = await startStripe({ customersPerClock: 10_000, ...options });
  const client = clientOf(stripe.url, stripe.apiKey);
  const [team, business] = [await monthly(client, 4_900, 'eur'), await monthly(client, 9_900, 'eur')];
  const emails = isMetered ? await meteredEmails(client) : null;
  const folder = await mkdtemp(join(tmpdir(), 'engagex-billing-'));
  const file = join(folder, 'plans.json');
  await writeFile(
    file,
    JSON.stringify({
      plans: [
        { key: 'free', name: 'Free', isDefault: true },
        { key: 'team', name: 'Team', trialDays: 14, price: { currency: 'EUR', amount: '49', stripePriceId: team.id } },
        { key: 'business', name: 'Business', price: { currency: 'EUR', amount: '99', stripePriceId: business.id } },
        ...(emails ? [meteredPlan(emails.fixed, emails.price)] : []),
      ],
    }),
  );
  const api = await startTestApi({
    ...(work === undefined ? {} : { work }),
    settings: {
      BILLING: 'on',
      PLANS_FILE: file,
      STRIPE_SECRET_KEY: stripe.apiKey,
      STRIPE_WEBHOOK_SECRETS: webhookSecret,
      STRIPE_API_BASE: stripe.url,
      STRIPE_TAX: 'false',
      ...settings,
    },
  });
  const endpoint = await client.webhookEndpoints.create({ url: `${api.url}/webhooks/stripe`, enabled_events: ['*'] });
  stripe.webhooks.secrets.set(endpoint.id, [webhookSecret]);

  /** A customer that pays with a card that works, known to the organization. */
  async function customerOf(owner: TestMember, more: Stripe.CustomerCreateParams = {}): Promise<string> {
    const customer = await client.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
      metadata: { organization_id: owner.organizationId },
      ...more,
    });
    await api.owner.query('insert into payment_customers (organization_id, customer_id) values ($1, $2)', [
      owner.organizationId,
      customer.id,
    ]);
    return customer.id;
  }

  function subscribe(customer: string, more: Partial<Stripe.SubscriptionCreateParams> = {}) {
    return client.subscriptions.create({ customer, items: [{ price: team.id }], ...more });
  }

  /** What the worker does for it, now. */
  async function tend({ organizationId }: TestMember): Promise<void> {
    await stripe.webhooks.settled();
    const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
    await runInScope(scope, () => api.app.get(TendPayments).run());
  }

  async function tended(owner: TestMember): Promise<PaymentsOverview> {
    await tend(owner);
    return owner.call(paymentsRoutes.get);
  }

  return {
    api,
    stripe,
    client,
    prices: {
      team: team.id,
      business: business.id,
      metered: emails?.fixed ?? '',
      emails: emails?.price ?? '',
      meter: emails?.meter ?? '',
    },
    customerOf,
    subscribe,
    tend,
    tended,
    /** On a clock of its own, which is moved by `advance`. */
    clockAt: async (iso: string) =>
      (await client.testHelpers.testClocks.create({ frozen_time: Date.parse(iso) / 1_000 })).id,
    advance: (clock: string, iso: string) =>
      client.testHelpers.testClocks.advance(clock, { frozen_time: Date.parse(iso) / 1_000 }),
    async close() {
      await api.close();
      await stripe.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function meteredEmails(
  client: Stripe,
): Promise<{ readonly fixed: string; readonly price: string; readonly meter: string }> {
  const meter = await client.billing.meters.create({
    display_name: 'Emails',
    event_name: 'emails',
    default_aggregation: { formula: 'sum' },
    event_time_window: 'hour',
  });
  const { id: product } = await client.products.create({ name: 'Emails' });
  const price = await client.prices.create({
    product,
    currency: 'eur',
    unit_amount: 1,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  return { fixed: (await monthly(client, 4_900, 'eur')).id, price: price.id, meter: meter.id };
}

function meteredPlan(fixed: string, byUse: string) {
  return {
    key: 'metered',
    name: 'Metered',
    limits: { emails: { kind: 'metered', included: 0 } },
    price: {
      currency: 'EUR',
      amount: '49',
      stripePriceId: fixed,
      meters: { emails: { included: 0, unitAmount: '0.01', per: 1, stripePriceId: byUse } },
    },
  };
}

export type Billing = Awaited<ReturnType<typeof startBilling>>;
