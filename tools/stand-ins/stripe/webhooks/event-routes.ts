import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get } from '../world/world.ts';

export const eventRoutes = [
  route('GET /v1/events/{id}', (world, _: object, id) => get(world.events.all, 'event', id)),
  route('GET /v1/events', (world, params: Stripe.EventListParams) => {
    const { type, types, delivery_success: isDelivered } = params;
    if (type !== undefined && types)
      throw invalid('You may only specify one of these parameters: type, types.', { code: 'parameters_exclusive' });
    const all = [...world.events.all.values()].filter(
      (event) =>
        (type === undefined || matches(event.type, type)) &&
        (!types || types.includes(event.type)) &&
        (isDelivered === undefined || (event.pending_webhooks === 0) === isDelivered),
    );
    return pageOf(all, '/v1/events', params);
  }),
];

/** `invoice.*` stands for everything that begins so. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
