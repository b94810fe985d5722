import { addressesIn } from './addresses.ts';
import { messageIdOf } from './delivery-status.ts';
import type { Headers } from './headers.ts';
import type { OurMarks, ReadMail } from './mail-terms.ts';

export interface Traces {
  readonly headers: Headers;
  readonly original: Headers | null;
  readonly envelopeTo: readonly string[];
  readonly envelopeId: string | null;
  readonly originalMessageId: string | null;
  /** What the notice says; a Message-ID may stand in it. */
  readonly text: string;
}

type Marked = Pick<ReadMail, 'deliveryId' | 'markedBy'>;

/** Whose delivery a mail is about: by our return path first, then the envelope id, then the Message-ID. */
export function findMarks(traces: Traces, marks: OurMarks): Marked {
  for (const address of returnPaths(traces)) {
    const deliveryId = marks.readToken(address.slice(0, address.lastIndexOf('@')));
    if (deliveryId) return { deliveryId, markedBy: 'token' };
  }
  for (const envelopeId of envelopeIds(traces.envelopeId)) {
    const deliveryId = marks.readEnvelopeId(envelopeId);
    if (deliveryId) return { deliveryId, markedBy: 'envelope_id' };
  }
  for (const messageId of messageIds(traces)) {
    const deliveryId = marks.readMessageId(messageId);
    if (deliveryId) return { deliveryId, markedBy: 'message_id' };
  }
  return { deliveryId: null, markedBy: null };
}

const maxTried = 50;
const addressedTo = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-rcpt-to',
  'x-delivered-to',
  'to',
];
const sentFrom = ['return-path', 'sender', 'from', 'x-envelope-from', 'x-original-from', 'errors-to'];

function returnPaths({ headers, original, envelopeTo, text }: Traces): string[] {
  const received = headers.all('received').flatMap((line) => /\bfor\s+<?([^\s<>;]{3,320})>?/i.exec(line)?.[1] ?? []);
  const texts = [
    ...envelopeTo,
    ...addressedTo.flatMap((name) => headers.all(name)),
    ...received,
    ...sentFrom.flatMap((name) => original?.all(name) ?? []),
    text.slice(0, 20_000),
  ];
  return [...new Set(texts.flatMap(addressesIn))].slice(0, maxTried);
}

function envelopeIds(envelopeId: string | null): string[] {
  if (!envelopeId) return [];
  const decoded = envelopeId.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return [...new Set([envelopeId, decoded])];
}

function messageIds({ headers, original, originalMessageId, text }: Traces): string[] {
  const said = [...text.slice(0, 20_000).matchAll(/message-id:\s{0,5}<([^<>\s]{1,500})>/gi)].map(
    ([, id]) => id ?? null,
  );
  const answered = [headers.get('in-reply-to'), headers.get('references')].flatMap((value) =>
    [...value.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id]) => id ?? null),
  );
  const all = [originalMessageId, messageIdOf(original?.get('message-id') ?? ''), ...said, ...answered];
  return [...new Set(all.filter((id) => id !== null))].slice(0, maxTried);
}
