import type { Stripe } from 'stripe';
import { type PaymentEvent, WrongSignature } from '../../ports/payments.ts';

/** How old a signature may be, in seconds, and how far ahead of our clock. */
const toleranceSeconds = 300;

/** @param secrets any of which may have signed it: while a secret is renewed, two are in use. */
export function readStripeEvent(stripe: Stripe, { body, signature, secrets, receivedAt }: SignedBody): PaymentEvent {
  let problem: unknown = null;
  for (const secret of secrets) {
    try {
      stripe.webhooks.signature?.verifyHeader(
        body,
        signature,
        secret,
        toleranceSeconds,
        undefined,
        receivedAt.getTime(),
      );
      assertNotAhead(signature, receivedAt);
      return eventIn(body);
    } catch (error) {
      problem = error;
    }
  }
  throw new WrongSignature('The signature is not of this endpoint, or is too old.', problem);
}

export interface SignedBody {
  readonly body: Buffer;
  readonly signature: string;
  readonly secrets: readonly string[];
  readonly receivedAt: Date;
}

export function eventOf({ id, type, created, data: { object } }: Stripe.Event): PaymentEvent {
  return {
    id,
    kind: type,
    createdAt: new Date(created * 1_000),
    objectId: textIn(object, 'id'),
    customerId: customerIn(object),
    payload: JSON.stringify({ id, type, created, data: { object } }),
  };
}

/** Stripe's library lets the time be in the future. */
function assertNotAhead(signature: string, receivedAt: Date): void {
  const at = Number([...signature.matchAll(/(?:^|,)t=(\d+)/g)].at(-1)?.[1]);
  if (at - receivedAt.getTime() / 1_000 > toleranceSeconds) throw new Error('It is signed for a time that is to come.');
}

function eventIn(body: Buffer): PaymentEvent {
  const payload = body.toString('utf8');
  const event: unknown = JSON.parse(payload);
  const object = isRecord(event) && isRecord(event['data']) ? event['data']['object'] : null;
  const id = textIn(event, 'id');
  const kind = textIn(event, 'type');
  const created = isRecord(event) ? event['created'] : null;
  if (id === null || kind === null || typeof created !== 'number') throw new Error('This is no event.');
  return {
    id,
    kind,
    createdAt: new Date(created * 1_000),
    objectId: textIn(object, 'id'),
    customerId: customerIn(object),
    payload,
  };
}

function customerIn(object: unknown): string | null {
  if (!isRecord(object)) return null;
  if (object['object'] === 'customer') return textIn(object, 'id');
  return textIn(object, 'customer') ?? textIn(object['customer'], 'id');
}

function textIn(value: unknown, name: string): string | null {
  const found = isRecord(value) ? value[name] : null;
  return typeof found === 'string' ? found : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
