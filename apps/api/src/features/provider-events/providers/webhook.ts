import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ReportedEvent, reportedEvent, reportedEvents, signedWithinHours } from '@engagex/domain/provider-events';
import type { ReportKind } from '@engagex/domain/receipts';
import { DomainError } from '@engagex/domain/shared';
import { jsonOf } from '../json-body.ts';
import { deliveryIdIn } from '../message-names.ts';
import { headerOf, type HookRequest, type Provider, type Said } from '../provider.ts';
import { wrongSignature } from '../refusals.ts';
import { addressOf, timeOf, wordsOf } from '../stored-text.ts';

const hourMs = 3_600_000;
/** Clocks differ. */
const aheadMs = 5 * 60_000;

/** Any provider, by a format of ours: docs/provider-events.md. */
export const webhook: Provider = {
  async receive(request, { secret }, now) {
    const timestamp = headerOf(request, 'webhook-timestamp');
    if (!isSigned(request, timestamp, secret))
      throw wrongSignature(
        'The signature does not match. Sign `<webhook-timestamp>.<body>` with HMAC-SHA256 and the secret of this webhook.',
      );
    const ageMs = now.getTime() - Number(timestamp) * 1_000;
    if (ageMs > signedWithinHours * hourMs || ageMs < -aheadMs)
      throw wrongSignature(
        `This request was not signed within the last ${signedWithinHours} hours. Check the clock, and sign every attempt anew.`,
      );
    const input = reportedEvents.safeParse(jsonOf(request.body));
    if (!input.success) {
      const errors = input.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
      const [first] = errors;
      const message = errors.length === 1 && first ? first.message : `Check ${errors.length} fields.`;
      throw new DomainError('invalid', 'input.invalid', message, { errors });
    }
    const named = input.data.events.map((event) => ({ event, deliveryId: nameIn(event) }));
    const events = named.flatMap(({ event, deliveryId }) =>
      deliveryId ? [{ sourceId: event.id, deliveryId, payload: event }] : [],
    );
    return { events, foreign: named.length - events.length, ignored: 0 };
  },

  read(payload, deliveryId, received): Said | null {
    const input = reportedEvent.safeParse(payload);
    if (!input.success) return null;
    const { id, type, address, status = null, code = null, words, class: given = null } = input.data;
    const at = timeOf(input.data.at, received);
    if (type === 'unsubscribed') return { kind: 'unsubscribed', at };
    const kind: ReportKind = type;
    return {
      kind: 'report',
      report: {
        deliveryId,
        kind,
        source: 'webhook',
        sourceId: id,
        at,
        address: addressOf(address),
        status,
        code,
        words: wordsOf(words),
        given,
      },
    };
  },
};

function isSigned(request: HookRequest, timestamp: string, secret: string | null): boolean {
  const [, given] = /^v1=([0-9a-f]{64})$/.exec(headerOf(request, 'webhook-signature')) ?? [];
  if (!given || !secret || !/^\d{1,12}$/.test(timestamp)) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(request.body).digest();
  return timingSafeEqual(expected, Buffer.from(given, 'hex'));
}

function nameIn({ deliveryId, messageId }: ReportedEvent): string | null {
  return deliveryIdIn(deliveryId, messageId);
}
