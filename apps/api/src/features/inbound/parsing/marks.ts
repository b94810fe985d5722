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
  /** The fields of a complaint or feedback report (RFC 5965). */
  readonly feedback: Headers;
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
  for (const envelopeId of envelopeIds(traces)) {
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
const sentFrom = [
  'return-path',
  'sender',
  'from',
  'x-envelope-from',
  'x-envelope-sender',
  'x-original-from',
  'errors-to',
  'cfbl-address',
];

function returnPaths({ headers, original, envelopeTo, feedback, text }: Traces): string[] {
  const received = headers.all('received').flatMap((line) => /\bfor\s+<?([^\s<>;]{3,320})>?/i.exec(line)?.[1] ?? []);
  const texts = [
    ...envelopeTo,
    ...addressedTo.flatMap((name) => headers.all(name)),
    ...received,
    ...feedback.all('original-mail-from'),
    ...sentFrom.flatMap((name) => original?.all(name) ?? []),
    text.slice(0, 20_000),
  ];
  return [...new Set(texts.flatMap(addressesIn))].slice(0, maxTried);
}

/** Also the id that mailbox providers return with a complaint (RFC 9477, 3.5); white space in it means nothing (5.2). */
function envelopeIds({ envelopeId, feedback, original }: Traces): string[] {
  const feedbackId = original?.get('cfbl-feedback-id').replace(/\s+/g, '');
  const all = [envelopeId, feedback.get('original-envelope-id').trim(), feedbackId].filter((id) => !!id);
  return [...new Set(all.flatMap((id) => (id ? [id, decodedXtext(id)] : [])))];
}

function decodedXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function messageIds({ headers, original, originalMessageId, feedback, text }: Traces): string[] {
  const said = [...text.slice(0, 20_000).matchAll(/message-id(?::| of)\s{0,5}<?([^<>\s]{1,500})/gi)].map(
    ([, id]) => id ?? null,
  );
  const answered = [headers.get('in-reply-to'), headers.get('references')].flatMap((value) =>
    [...value.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id]) => id ?? null),
  );
  const reported = ['original-message-id', 'message-id'].map((name) => messageIdOf(feedback.get(name)));
  const all = [originalMessageId, messageIdOf(original?.get('message-id') ?? ''), ...reported, ...said, ...answered];
  return [...new Set(all.filter((id) => id !== null))].slice(0, maxTried);
}
