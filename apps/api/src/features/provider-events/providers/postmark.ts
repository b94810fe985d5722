import { createHash, timingSafeEqual } from 'node:crypto';
import type { BounceClass, ReportKind } from '@engagex/domain/receipts';
import { isRecord, jsonOf } from '../json-body.ts';
import { deliveryIdIn } from '../message-names.ts';
import { headerOf, type HookRequest, type Provider, type Said } from '../provider.ts';
import { notJson, wrongPassword } from '../refusals.ts';
import { addressOf, codeIn, sourceIdOf, statusIn, timeOf, wordsOf } from '../stored-text.ts';

/** Postmark takes a username and password in the URL and sends them as HTTP basic authentication. */
export const postmarkUser = 'engagex';

const kinds: ReadonlyMap<string, ReportKind> = new Map([
  ['Delivery', 'delivered'],
  ['Bounce', 'bounced'],
  ['SpamComplaint', 'complained'],
]);

/** Postmark's types of bounces that say the same as a class of ours, or that are no bounces. */
const classes: ReadonlyMap<string, BounceClass> = new Map([
  ['HardBounce', 'hard'],
  ['BadEmailAddress', 'hard'],
  ['SoftBounce', 'soft'],
  ['DnsError', 'domain'],
  ['Blocked', 'policy'],
  ['SpamNotification', 'content'],
  ['VirusNotification', 'content'],
  ['DMARCPolicy', 'auth'],
]);
const delays = new Set(['Transient']);
const complaints = new Set(['SpamComplaint']);
/** Answers of people and programs, not of servers that refuse. */
const noBounces = new Set(['AutoResponder', 'AddressChange', 'ChallengeVerification', 'OpenRelayTest', 'Subscribe']);
const unsubscribes = new Set(['Unsubscribe']);

/** https://postmarkapp.com/developer/webhooks/webhooks-overview */
export const postmark: Provider = {
  async receive(request, { secret }) {
    if (!hasPassword(request, secret)) throw wrongPassword();
    const event = jsonOf(request.body);
    if (!isRecord(event)) throw notJson();
    if (saidBy(event) === null) return { events: [], foreign: 0, ignored: 1 };
    const deliveryId = deliveryIdIn(metadataOf(event)['delivery_id'], event['MessageID_Original']);
    if (!deliveryId) return { events: [], foreign: 1, ignored: 0 };
    return { events: [{ sourceId: nameOf(event), deliveryId, payload: event }], foreign: 0, ignored: 0 };
  },

  read(event, deliveryId, received): Said | null {
    if (!isRecord(event)) return null;
    const kind = saidBy(event);
    if (kind === null) return null;
    const at = timeOf(event['BouncedAt'] ?? event['DeliveredAt'] ?? event['ChangedAt'], received);
    if (kind === 'unsubscribed') return { kind, at };
    const said = [event['Details'], event['Description']];
    return {
      kind: 'report',
      report: {
        deliveryId,
        kind,
        source: 'postmark',
        sourceId: nameOf(event),
        at,
        address: addressOf(event['Recipient'] ?? event['Email']),
        status: statusIn(event['Details']),
        code: codeIn(event['Details']),
        words: kind === 'bounced' || kind === 'delayed' ? wordsOf(...said) : wordsOf(event['Details']),
        given: kind === 'bounced' ? (classes.get(String(event['Type'])) ?? null) : null,
      },
    };
  },
};

/** Null for what says nothing about delivery: opens, clicks, and people who come back. */
function saidBy(event: Readonly<Record<string, unknown>>): ReportKind | 'unsubscribed' | null {
  const record = String(event['RecordType']);
  if (record === 'SubscriptionChange') {
    const isOwn = event['SuppressSending'] === true && event['SuppressionReason'] === 'ManualSuppression';
    return isOwn && event['Origin'] === 'Recipient' ? 'unsubscribed' : null;
  }
  const kind = kinds.get(record);
  if (kind !== 'bounced') return kind ?? null;
  const type = String(event['Type']);
  if (noBounces.has(type)) return null;
  if (unsubscribes.has(type)) return 'unsubscribed';
  if (complaints.has(type)) return 'complained';
  return delays.has(type) ? 'delayed' : 'bounced';
}

/** Bounces and complaints have a number; of a delivery or change there is one for each message and person. */
function nameOf(event: Readonly<Record<string, unknown>>): string {
  const record = String(event['RecordType']);
  const name = event['ID'] ?? event['MessageID'];
  return sourceIdOf(name === undefined ? undefined : `${record}:${String(name)}`, event);
}

function metadataOf(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isRecord(event['Metadata']) ? event['Metadata'] : {};
}

function hasPassword(request: HookRequest, secret: string | null): boolean {
  const [, given] = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(headerOf(request, 'authorization')) ?? [];
  if (!given || !secret) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(Buffer.from(given, 'base64').toString('utf8')), hash(`${postmarkUser}:${secret}`));
}
