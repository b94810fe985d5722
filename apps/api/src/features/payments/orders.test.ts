import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import { chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { ReceivePaymentEvents } from './receive-payment-events.ts';
import { type Billing, startBilling } from './testing/billing.ts';
import { SyncState } from './sync-state.ts';

const told = 7;
const orders = sized(12, 5_040);
/** How many organizations go through it at the same time. */
const atOnce = 20;

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
  billing.stripe.webhooks.withhold();
});
afterAll(() => billing.close());

/** What happens to a subscription, one step after the other. */
const life: readonly ((of: { customer: string; subscription: string }) => Promise<unknown>)[] = [
  ({ subscription }) => billing.client.subscriptions.update(subscription, { items: [], metadata: { step: '1' } }),
  ({ subscription }) => billing.client.subscriptions.update(subscription, { cancel_at_period_end: true }),
  ({ subscription }) => billing.client.subscriptions.update(subscription, { cancel_at_period_end: false }),
  ({ customer }) => billing.client.customers.update(customer, { name: 'Renamed' }),
  ({ subscription }) => billing.client.subscriptions.update(subscription, { metadata: { step: '2' } }),
  ({ subscription }) => billing.client.subscriptions.cancel(subscription),
];

/** Every order of these numbers, as Heap’s algorithm has them. */
function* ordersOf(items: number[], size = items.length): Generator<readonly number[]> {
  if (size === 1) return void (yield [...items]);
  for (let n = 0; n < size; n++) {
    yield* ordersOf(items, size - 1);
    const other = size % 2 === 0 ? n : 0;
    [items[other], items[size - 1]] = [items[size - 1]!, items[other]!];
  }
}

test('sanity', () => {
  expect([...ordersOf([0, 1, 2, 3, 4, 5, 6])]).toHaveLength(5_040);
});
