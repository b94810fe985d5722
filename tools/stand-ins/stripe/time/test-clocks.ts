import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, type World } from '../world/world.ts';
import { advanceClock } from './clock.ts';
import { addMonths, nth } from './periods.ts';

export const testClockRoutes = [
  route('POST /v1/test_helpers/test_clocks', createClock),
  route('GET /v1/test_helpers/test_clocks/{id}', (world, _: object, id) => get(world.testClocks, 'test clock', id)),
  route('POST /v1/test_helpers/test_clocks/{id}/advance', advance),
  route('DELETE /v1/test_helpers/test_clocks/{id}', deleteClock),
  route('GET /v1/test_helpers/test_clocks', (world, params: Stripe.TestHelpers.TestClockListParams) =>
    pageOf(world.testClocks.values(), '/v1/test_helpers/test_clocks', params),
  ),
];

const KEPT_FOR_S = 30 * 86_400;

function createClock(world: World, params: Stripe.TestHelpers.TestClockCreateParams): Stripe.TestHelpers.TestClock {
  const at = world.now();
  const clock: Stripe.TestHelpers.TestClock = {
    id: world.nextId('clock'),
    object: 'test_helpers.test_clock',
    created: at,
    deletes_after: at + KEPT_FOR_S,
    frozen_time: params.frozen_time,
    livemode: false,
    name: params.name ?? null,
    status: 'ready',
    status_details: {},
  };
  world.testClocks.set(clock.id, clock);
  world.record('test_helpers.test_clock.created', clock, at);
  return clock;
}

/** Stripe takes a while for it and says so by an event; here it is done before the answer. */
function advance(
  world: World,
  params: Stripe.TestHelpers.TestClockAdvanceParams,
  id = '',
): Stripe.TestHelpers.TestClock {
  const clock = get(world.testClocks, 'test clock', id);
  const { frozen_time: to } = params;
  if (to <= clock.frozen_time)
    throw invalid('The test clock can only be advanced to a time in the future.', { param: 'frozen_time' });
  if (to > furthest(world, clock))
    throw invalid('The test clock can be advanced by up to two intervals of the shortest subscription at a time.', {
      param: 'frozen_time',
    });
  clock.status = 'advancing';
  world.record('test_helpers.test_clock.advancing', clock, world.now());
  advanceClock(world, clock, to);
  clock.status = 'ready';
  world.record('test_helpers.test_clock.ready', clock, world.now());
  return clock;
}

/** Two intervals of the shortest subscription; two years where there is none. */
function furthest(world: World, clock: Stripe.TestHelpers.TestClock): number {
  const intervals = [...world.subscriptions.values()]
    .filter(({ test_clock: of, ended_at: ended }) => of === clock.id && ended === null)
    .flatMap(({ items }) => items.data.map(({ price }) => price.recurring))
    .filter((recurring) => recurring !== null);
  if (intervals.length === 0) return addMonths(clock.frozen_time, 24);
  return Math.min(...intervals.map((recurring) => nth(clock.frozen_time, recurring, 2)));
}

/** What was on it goes with it. */
function deleteClock(world: World, _: object, id = ''): Stripe.TestHelpers.DeletedTestClock {
  const clock = get(world.testClocks, 'test clock', id);
  const tables = [world.customers, world.subscriptions, world.invoices, world.invoiceItems] as const;
  for (const table of tables) for (const [key, { test_clock: of }] of table) if (of === id) table.delete(key);
  world.testClocks.delete(id);
  world.record('test_helpers.test_clock.deleted', clock, world.now());
  return { id, object: 'test_helpers.test_clock', deleted: true };
}
