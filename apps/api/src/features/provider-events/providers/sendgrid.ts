import type { BounceClass, ReportKind } from '@engagex/domain/receipts';
import { isRecord, jsonOf } from '../json-body.ts';
import { deliveryIdIn } from '../message-names.ts';
import { headerOf, type Provider, type Received, type ReceivedEvent, type Said } from '../provider.ts';
import { notJson, wrongSignature } from '../refusals.ts';
import { addressOf, codeIn, sourceIdOf, statusIn, timeOf, wordsOf } from '../stored-text.ts';
import { isSignedBySendGrid, sendGridKey } from './sendgrid-signature.ts';

const kinds: ReadonlyMap<string, ReportKind> = new Map([
  ['delivered', 'delivered'],
  ['deferred', 'delayed'],
  ['bounce', 'bounced'],
  ['dropped', 'bounced'],
  ['spamreport', 'complained'],
]);
const unsubscribes = new Set(['unsubscribe', 'group_unsubscribe']);

/** Those of SendGrid's classifications that say the same as a class of ours; the others are judged by the answer. */
const classes: ReadonlyMap<string, BounceClass> = new Map([
  ['invalid address', 'hard'],
  ['content', 'content'],
  ['reputation', 'policy'],
  ['frequency or volume too high', 'policy'],
]);

/** Why SendGrid did not even try; its own lists keep these addresses, whatever they are suppressed for here. */
const dropReasons: readonly (readonly [RegExp, BounceClass])[] = [
  [/^(?:bounced address|invalid$)/i, 'hard'],
  [/^spam content/i, 'content'],
  [/^(?:unsubscribed|spam reporting) address/i, 'unclear'],
];

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export const sendGrid: Provider = {
  async receive(request, { verificationKey }) {
    const key = sendGridKey(verificationKey ?? '');
    const signature = headerOf(request, 'x-twilio-email-event-webhook-signature');
    const timestamp = headerOf(request, 'x-twilio-email-event-webhook-timestamp');
    if (!key || !isSignedBySendGrid({ key, signature, timestamp, body: request.body }))
      throw wrongSignature(
        'The signature does not match. Switch on Signed Event Webhook in SendGrid and save its verification key in the transport.',
      );
    const batch = jsonOf(request.body);
    if (!Array.isArray(batch)) throw notJson();
    return receivedIn(batch);
  },

  read(event, deliveryId, received): Said | null {
    if (!isRecord(event)) return null;
    const name = String(event['event']);
    const at = timeOf(event['timestamp'], received);
    if (unsubscribes.has(name)) return { kind: 'unsubscribed', at };
    const kind = kinds.get(name);
    if (!kind) return null;
    const said = [event['reason'], event['response']];
    return {
      kind: 'report',
      report: {
        deliveryId,
        kind,
        source: 'sendgrid',
        sourceId: nameOf(event),
        at,
        address: addressOf(event['email']),
        status: statusIn(event['status'], ...said),
        code: codeIn(...said),
        words: wordsOf(...said),
        given: givenBy(event, name),
      },
    };
  },
};

function receivedIn(batch: readonly unknown[]): Received {
  const events: ReceivedEvent[] = [];
  let foreign = 0;
  let ignored = 0;
  for (const event of batch) {
    const name = isRecord(event) ? String(event['event']) : '';
    if (!isRecord(event) || !(kinds.has(name) || unsubscribes.has(name))) ignored += 1;
    else {
      const deliveryId = deliveryIdIn(event['delivery_id'], event['smtp-id']);
      if (deliveryId) events.push({ sourceId: nameOf(event), deliveryId, payload: event });
      else foreign += 1;
    }
  }
  return { events, foreign, ignored };
}

function nameOf(event: Readonly<Record<string, unknown>>): string {
  return sourceIdOf(event['sg_event_id'], event);
}

function givenBy(event: Readonly<Record<string, unknown>>, name: string): BounceClass | null {
  if (name === 'dropped') {
    const reason = String(event['reason'] ?? '').trim();
    return dropReasons.find(([pattern]) => pattern.test(reason))?.[1] ?? null;
  }
  if (name !== 'bounce') return null;
  const given = classes.get(String(event['bounce_classification'] ?? '').toLowerCase()) ?? null;
  // What SendGrid calls blocked it tries again with the next message: the address is good.
  return given === 'hard' && event['type'] === 'blocked' ? null : given;
}
