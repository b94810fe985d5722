import type sendgrid from '@sendgrid/mail';
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { inOneDirection, onOneLine } from '@engagex/domain/shared';
import type { Pieces } from '@engagex/domain/templates';
import { type Attachment, type FilledMessage, type OutgoingMessage, writtenOut } from '../ports/mail.ts';

interface Part {
  type: string;
  value: string;
}

type MailData = Exclude<Parameters<typeof sendgrid.send>[0], unknown[]>;

/**
 * SendGrid sends one content to many people, with tags in it that are replaced for each of them. Its limits:
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
const mostPeople = 1_000;
const mostSubstitutionBytes = 10_000;
/** Of 30 MB that a call may have, with room for the content and for how JSON writes things. */
const mostBytes = 10_000_000;

/** Messages in as few calls as possible: the same content from the same sender, each address once. */
export function callsFor(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const calls: OutgoingMessage[][] = [];
  let call: OutgoingMessage[] = [];
  let addresses = new Set<string>();
  let bytes = 0;
  for (const message of messages) {
    const size = bytesOf(message);
    const address = message.to.address.toLowerCase();
    const fits = call.length < mostPeople && bytes + size < mostBytes && !addresses.has(address);
    if (!fits || !canGoTogether(call[0], message)) {
      if (call.length > 0) calls.push(call);
      [call, addresses, bytes] = [[], new Set(), 0];
    }
    call.push(message);
    addresses.add(address);
    bytes += size;
  }
  return call.length > 0 ? [...calls, call] : calls;
}

/** What goes into one call; a single message needs no tags. */
export function contentOf(call: readonly OutgoingMessage[]): MailData {
  const [first] = call;
  if (!first) throw new TypeError('A call needs a message.');
  const from = { name: shown(first.from.name), email: first.from.address };
  const replyTo = first.replyTo && { replyTo: { name: shown(first.replyTo.name), email: first.replyTo.address } };
  if (call.length === 1 || !isFilled(first)) {
    const { subject, text, html } = writtenOut(first);
    return {
      from,
      ...replyTo,
      subject,
      content: partsOf(text, html),
      ...(first.attachments?.length && { attachments: first.attachments.map(attached) }),
      personalizations: [addressed(first)],
    };
  }
  // Nobody's name or text can contain a tag that is drawn for this call.
  const draw = randomBytes(6).toString('hex');
  const tagged = (pieces: Pieces) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : `%${draw}.${piece}%`)).join('');
  return {
    from,
    ...replyTo,
    subject: tagged(first.content.subject),
    content: partsOf(tagged(first.content.text), tagged(first.content.html)),
    substitutionWrappers: ['%', '%'],
    personalizations: call.filter(isFilled).map((message) => ({
      ...addressed(message),
      substitutions: Object.fromEntries(message.values.map((value, index) => [`${draw}.${index}`, value])),
    })),
  };
}

function addressed(message: OutgoingMessage) {
  return {
    to: [{ name: shown(message.to.name), email: message.to.address }],
    headers: { ...message.headers, 'Message-ID': message.messageId },
    customArgs: { delivery_id: message.deliveryId },
  };
}

/** As it is shown beside an address: one line in one direction. */
function shown(name: string): string {
  return inOneDirection(onOneLine(name));
}

function attached({ name, contentType, content, contentId }: Attachment) {
  const file = { filename: shown(name), type: contentType, content: content.toString('base64') };
  return contentId === undefined
    ? { ...file, disposition: 'attachment' }
    : { ...file, disposition: 'inline', content_id: contentId };
}

function partsOf(text: string, html: string) {
  const parts: [Part, Part] = [
    { type: 'text/plain', value: text || ' ' },
    { type: 'text/html', value: html },
  ];
  return parts;
}

function canGoTogether(first: OutgoingMessage | undefined, message: OutgoingMessage): boolean {
  if (!first) return true;
  if (!isFilled(first) || !isFilled(message) || first.content !== message.content) return false;
  if (first.attachments || message.attachments) return false;
  if (!isDeepStrictEqual(first.replyTo, message.replyTo)) return false;
  const isSameSender = first.from.address === message.from.address && first.from.name === message.from.name;
  return isSameSender && hasFewValues(first) && hasFewValues(message);
}

function isFilled(message: OutgoingMessage): message is FilledMessage {
  return 'content' in message;
}

/** Whether its values are few enough to be substituted by SendGrid; otherwise the message goes alone. */
function hasFewValues({ values }: FilledMessage): boolean {
  const tags = values.length * 20;
  return values.reduce((sum, value) => sum + Buffer.byteLength(value), tags) <= mostSubstitutionBytes;
}

function bytesOf(message: OutgoingMessage): number {
  const { values } = isFilled(message) ? message : { values: [] };
  return values.reduce((sum, value) => sum + 2 * Buffer.byteLength(value) + 24, 1_000);
}
