import { addressOf } from './addresses.ts';
import type { Headers } from './headers.ts';
import type { RecipientReport } from './mail-terms.ts';
import { everyPart, type Part, textOf } from './mime.ts';
import { readStatusFields, reportOf, type StatusFields } from './status-fields.ts';

const statusTypes = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/delivery_status',
  'message/global-delivery-status+json',
]);

export interface DeliveryStatus {
  readonly message: Headers;
  readonly reports: readonly RecipientReport[];
}

/** The delivery status of a report (RFC 3464, 6533), wherever it stands outside attached messages. */
export function readDeliveryStatus(root: Part): DeliveryStatus | null {
  const isReport = root.type === 'multipart/report';
  for (const part of everyPart(root)) {
    const isStatus = statusTypes.has(part.type) || (isReport && isMislabelled(part));
    if (!isStatus) continue;
    const status = statusOf(readStatusFields(textOf(part)));
    if (status) return status;
  }
  return null;
}

/** The same fields within plain text, as some gateways flatten a report. */
export function readFlattenedStatus(text: string): DeliveryStatus | null {
  const at = text.search(/^(?:Reporting-MTA|Original-Envelope-Id|Final-Recipient|Original-Recipient)[ \t]?:/im);
  if (at === -1 || !/^Final-Recipient[ \t]?:/im.test(text)) return null;
  return statusOf(readStatusFields(text.slice(at, at + 50_000)));
}

function statusOf({ message, recipients }: StatusFields): DeliveryStatus | null {
  if (recipients.length === 0) return null;
  return { message, reports: recipients.map(reportOf) };
}

function isMislabelled(part: Part): boolean {
  return (
    part.parts.length === 0 &&
    (part.type === 'text/plain' || part.type === 'application/octet-stream' || part.type === 'message/rfc822') &&
    /^\s*(?:[A-Za-z-]{3,40}:[^\n]*\n\s*){0,12}?Final-Recipient[ \t]?:/i.test(part.body.slice(0, 4_000))
  );
}

/** The envelope id that we gave (RFC 3461). It is passed on decoded, but not by all. */
export function envelopeIdOf(message: Headers): string | null {
  return message.get('original-envelope-id').trim() || null;
}

export function originalMessageIdIn(message: Headers): string | null {
  return messageIdOf(message.get('x-original-message-id'));
}

export function messageIdOf(value: string): string | null {
  return /<([^<>\s]{1,500})>/.exec(value)?.[1] ?? (addressOf(value) ? value.trim() : null);
}
