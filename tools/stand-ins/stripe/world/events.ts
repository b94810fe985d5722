/** What happened, as it was at the time: an event keeps its own copy of the object. */
import { Stripe } from 'stripe';
import { present } from '../protocol/present.ts';

type Snapshot = Readonly<Record<string, unknown>>;

interface Eventful {
  readonly id?: string;
  readonly object: string;
}

export interface RequestOfEvent {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

interface EventsOptions {
  readonly nextId: (prefix: string) => string;
  readonly find: (id: string) => object | null;
}

export function createEvents({ nextId, find }: EventsOptions) {
  const all = new Map<string, Stripe.Event>();
  const latest = new Map<string, Snapshot>();
  const listeners: ((event: Stripe.Event) => void)[] = [];
  let request: RequestOfEvent | null = null;

  /** `at` in seconds, by the clock of the object. */
  function record(type: Stripe.Event['type'], of: Eventful, at: number): void {
    const object = present(of, [], find) as Snapshot; // an object stays one
    const before = of.id === undefined ? undefined : latest.get(of.id);
    if (of.id !== undefined) latest.set(of.id, object);
    const event = {
      id: nextId('evt'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: at,
      data: {
        object,
        ...(type.endsWith('.updated') && { previous_attributes: before ? differenceOf(before, object) : {} }),
      },
      livemode: false,
      pending_webhooks: 0,
      request: request && { id: request.id, idempotency_key: request.idempotencyKey },
      type,
    } as unknown as Stripe.Event; // the kind of the object follows from the type, which only its callers know
    all.set(event.id, event);
    for (const listener of listeners) listener(event);
  }

  return {
    all,
    record,
    /** What is done within is done on behalf of a request. */
    during: <T>(by: RequestOfEvent, act: () => T): T => {
      request = by;
      try {
        return act();
      } finally {
        request = null;
      }
    },
    listen: (listener: (event: Stripe.Event) => void): void => void listeners.push(listener),
  };
}

/** What was there before of everything that is different now; lists are shown as a whole. */
function differenceOf(before: Snapshot, after: Snapshot): Snapshot {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const different = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(
    different.map((name) => {
      const [old, current] = [before[name], after[name]];
      return [name, isNested(old) && isNested(current) ? differenceOf(old, current) : (old ?? null)];
    }),
  );
}

function isNested(value: unknown): value is Snapshot {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
