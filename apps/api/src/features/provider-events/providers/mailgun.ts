import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BounceClass } from '@engagex/domain/receipts';
import { isRecord, jsonOf } from '../json-body.ts';
import { deliveryIdIn } from '../message-names.ts';
import type { Provider, Said } from '../provider.ts';
import { wrongSignature } from '../refusals.ts';
import { addressOf, codeIn, sourceIdOf, statusIn, timeOf, wordsOf } from '../stored-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Why Mailgun gave up before a server said no. */
const classes: ReadonlyMap<string, BounceClass> = new Map([
  ['suppress-bounce', 'hard'],
  ['suppress-complaint', 'unclear'],
  ['suppress-unsubscribe', 'unclear'],
  ['espblock', 'policy'],
  ['greylisted', 'soft'],
]);
const clockMs = 5 * 60_000;
/** Mailgun tries for about eight hours. */
const oldestMs = 24 * 3_600_000;

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks */
export const mailgun: Provider = {
  async receive(request, { secret }, now) {
    // Mailgun puts the signature inside the body, and it covers a token of the request and no event.
    const body = jsonOf(request.body);
    const signature = fieldsOf(fieldsOf(body)['signature']);
    const token = String(signature['token'] ?? '');
    if (!isSigned(signature, token, secret))
      throw wrongSignature(
        'The signature does not match. Save the HTTP webhook signing key of your Mailgun account in the transport.',
      );
    const ageMs = now.getTime() - Number(signature['timestamp']) * 1_000;
    if (!(ageMs <= oldestMs && ageMs >= -clockMs))
      throw wrongSignature('This request was not signed within the last 24 hours.');
    const event = fieldsOf(fieldsOf(body)['event-data']);
    if (read(event) === null) return { events: [], foreign: 0, ignored: 1 };
    const deliveryId = deliveryIdIn(fieldsOf(event['user-variables'])['delivery_id'], messageIdOf(event));
    if (!deliveryId) return { events: [], foreign: 1, ignored: 0 };
    // Named by the token: whoever captured one cannot use it for an event that they make up.
    return { events: [{ sourceId: sourceIdOf(token, token), deliveryId, payload: event }], foreign: 0, ignored: 0 };
  },

  read(payload, deliveryId, received): Said | null {
    const event = fieldsOf(payload);
    const kind = read(event);
    if (kind === null) return null;
    const at = timeOf(event['timestamp'], received);
    if (kind === 'unsubscribed') return { kind, at };
    const status = fieldsOf(event['delivery-status']);
    return {
      kind: 'report',
      report: {
        deliveryId,
        kind,
        source: 'mailgun',
        sourceId: sourceIdOf(event['id'], event),
        at,
        address: addressOf(event['recipient']),
        status: statusIn(status['enhanced-code'], status['message']),
        code: codeIn(status['code'], status['message']),
        words: wordsOf(status['message'], status['description']),
        given: kind === 'bounced' ? (classes.get(String(event['reason'])) ?? null) : null,
      },
    };
  },
};

function read(event: Fields): 'delivered' | 'delayed' | 'bounced' | 'complained' | 'unsubscribed' | null {
  switch (event['event']) {
    case 'delivered':
    case 'complained':
    case 'unsubscribed':
      return event['event'];
    case 'failed':
      return event['severity'] === 'temporary' ? 'delayed' : 'bounced';
    default:
      return null;
  }
}

function isSigned({ timestamp, signature }: Fields, token: string, secret: string | null): boolean {
  const isTime = /^\d{1,12}$/.test(String(timestamp));
  if (!secret || !isTime || token === '' || typeof signature !== 'string' || !/^[0-9a-f]{64}$/i.test(signature))
    return false;
  const expected = createHmac('sha256', secret)
    .update(`${String(timestamp)}${token}`)
    .digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

function messageIdOf(event: Fields): unknown {
  return fieldsOf(fieldsOf(event['message'])['headers'])['message-id'];
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
