/**
 * Tells endpoints about events: signed, at once and at the same time, so their order is not promised; again later when
 * the answer is not 2xx. Tests may hold events back and send them themselves, as often and in whatever order they like.
 */
import type { Stripe } from 'stripe';
import type { World } from '../world/world.ts';
import { isTaken, type Retries } from './retries.ts';
import { sendSigned } from './send.ts';

export interface Delivery {
  readonly event: Stripe.Event;
  readonly endpoint: Stripe.WebhookEndpoint;
  /** Statuses of the answers; 0 where there was none. */
  readonly attempts: number[];
  isDelivered: boolean;
}

export function createDeliveries(world: World, retries: Retries) {
  const deliveries: Delivery[] = [];
  const secrets = new Map<string, readonly string[]>();
  let isWithheld = false;

  world.events.listen((event) => {
    const all = [...world.webhookEndpoints.values()].filter((endpoint) => wants(endpoint, event.type));
    event.pending_webhooks = all.length;
    for (const endpoint of all) {
      const delivery: Delivery = { event, endpoint, attempts: [], isDelivered: false };
      deliveries.push(delivery);
      if (!isWithheld) retries.keepTrying(() => send(delivery).then(isTaken));
    }
  });

  /** The status of the answer; 0 when there was none. */
  async function send(delivery: Delivery): Promise<number> {
    const { event, endpoint } = delivery;
    const status = await sendSigned(endpoint.url, event, secrets.get(endpoint.id) ?? []);
    delivery.attempts.push(status);
    if (isTaken(status) && !delivery.isDelivered) {
      delivery.isDelivered = true;
      event.pending_webhooks -= 1;
    }
    return status;
  }

  return {
    secrets,
    /** All there ever were, the oldest first. */
    all: (): readonly Delivery[] => deliveries,
    /** From now on events wait until a test sends them. */
    withhold: (): void => void (isWithheld = true),
    /** From now on events are sent by themselves; those that wait stay waiting. */
    release: (): void => void (isWithheld = false),
    waiting: (): readonly Delivery[] => deliveries.filter(({ attempts }) => attempts.length === 0),
    /** Now, and once more if it was sent before. */
    send,
    /** When everything that is on its way has arrived or failed. */
    settled: retries.settled,
  };
}

function wants({ status, enabled_events: enabled }: Stripe.WebhookEndpoint, type: string): boolean {
  return status === 'enabled' && (enabled.includes('*') || enabled.includes(type));
}
