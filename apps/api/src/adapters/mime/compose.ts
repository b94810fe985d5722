import type { FilledMessage, OutgoingMessage, SharedContent } from '../../ports/mail.ts';
import type { Pieces } from '@engagex/domain/templates';
import { withAttachments } from './attachments.ts';
import { addressField, formalField, isAscii, textField, travelling } from './header-fields.ts';
import { joinableQuotedPrintable, quotedPrintable, withPlainBreaks } from './quoted-printable.ts';

/** A message as it travels: bytes, one character each. Every line ends with CRLF and none is longer than 998. */
export interface ComposedMessage {
  readonly from: string;
  readonly to: string;
  readonly headers: string;
  readonly body: string;
  /** The addresses need a server that takes UTF-8 in them (RFC 6531). */
  readonly needsUtf8: boolean;
}

/** Why a message cannot be written down; no server will ever take it. */
export class UnwritableMessage extends Error {}

type Segment = string | { readonly encode: (values: Values) => string };

/** The values of one message, each encoded once however often it stands there. */
interface Values {
  readonly plain: readonly string[];
  readonly encoded: (string | undefined)[];
}

/** Neither base64 nor quoted-printable can contain `=_` (RFC 2045, 6.7), so the boundary needs no look at the parts. */
const boundary = '=_engagex_alternative';
const alternative = `Content-Type: multipart/alternative; boundary="${boundary}"\r\n`;

const prepared = new WeakMap<SharedContent, readonly Segment[]>();

/** Writes one message down; what is the same for all messages of its content is encoded once. */
export function compose(message: OutgoingMessage, now: Date): ComposedMessage {
  const filled = 'content' in message ? message : asFilled(message);
  const from = travelling(filled.from.address);
  const to = travelling(filled.to.address);
  if (!from) throw new UnwritableMessage(`${filled.from.address} is not a valid sender address.`);
  if (!to) throw new UnwritableMessage(`${filled.to.address} is not a valid recipient address.`);
  const replyTo = filled.replyTo && travelling(filled.replyTo.address);
  if (replyTo === null) throw new UnwritableMessage(`${filled.replyTo?.address} is not a valid reply-to address.`);
  const needsUtf8 = [from, to, replyTo ?? ''].some((address) => !isAscii(address));
  const { attachments = [] } = filled;
  const { structure, body } = withAttachments({ structure: alternative, body: bodyOf(filled) }, attachments);
  const headers = `${headersOf(filled, { from, to, replyTo }, now)}MIME-Version: 1.0\r\n${structure}`;
  return { from, to, headers: needsUtf8 ? asBytes(headers) : headers, body, needsUtf8 };
}

function asFilled({ subject, html, text, ...addressed }: Exclude<OutgoingMessage, FilledMessage>): FilledMessage {
  return { ...addressed, content: { subject: [subject], html: [html], text: [text] }, values: [] };
}

/** The addresses as they travel. */
interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | undefined;
}

function headersOf({ content, values, ...message }: FilledMessage, { from, to, replyTo }: Envelope, now: Date): string {
  const subject = content.subject.map((piece) => (typeof piece === 'string' ? piece : (values[piece] ?? ''))).join('');
  let headers =
    addressField('From', { name: message.from.name, address: from }) +
    addressField('To', { name: message.to.name, address: to }) +
    (replyTo ? addressField('Reply-To', { name: message.replyTo?.name ?? '', address: replyTo }) : '') +
    textField('Subject', subject) +
    formalField('Message-ID', message.messageId) +
    `Date: ${now.toUTCString().replace('GMT', '+0000')}\r\n`;
  for (const name of Object.keys(message.headers)) headers += formalField(name, message.headers[name] ?? '');
  return headers;
}

function bodyOf({ content, values }: FilledMessage): string {
  let segments = prepared.get(content);
  if (!segments) prepared.set(content, (segments = segmentsOf(content)));
  const used: Values = { plain: values, encoded: [] };
  let body = '';
  for (const segment of segments) body += typeof segment === 'string' ? segment : segment.encode(used);
  return body;
}

function segmentsOf({ text, html }: SharedContent): Segment[] {
  return merged([
    `--${boundary}\r\n`,
    ...partOf('text/plain', text),
    `\r\n--${boundary}\r\n`,
    ...partOf('text/html', html),
    `\r\n--${boundary}--\r\n`,
  ]);
}

function partOf(type: string, pieces: Pieces): Segment[] {
  const isShorterAsBase64 = isSmallerAsBase64(pieces);
  const encoding = isShorterAsBase64 ? 'base64' : 'quoted-printable';
  const header = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  if (isShorterAsBase64) return [header, { encode: ({ plain }) => base64Of(pieces, plain) }];
  const last = pieces.length - 1;
  // A soft line break at every joint keeps the stretches apart, so that each is encoded on its own.
  return [
    header,
    ...pieces.map((piece, index): Segment => {
      if (typeof piece === 'string') return index === last ? quotedPrintable(piece) : joinableQuotedPrintable(piece);
      if (index === last) return { encode: ({ plain }) => quotedPrintable(plain[piece] ?? '') };
      return { encode: ({ plain, encoded }) => (encoded[piece] ??= joinableQuotedPrintable(plain[piece] ?? '')) };
    }),
  ];
}

/** Whether base64 makes less of what is known beforehand; for most texts in Latin letters it does not. */
function isSmallerAsBase64(pieces: Pieces): boolean {
  const known = pieces.filter((piece) => typeof piece === 'string').join('');
  return quotedPrintable(known).length > (Buffer.byteLength(known) * 4) / 3 + 100;
}

function base64Of(pieces: Pieces, values: readonly string[]): string {
  const text = pieces
    .map((piece) => withPlainBreaks(typeof piece === 'string' ? piece : (values[piece] ?? '')))
    .join('');
  const encoded = Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64');
  return encoded.replaceAll(/.{76}(?=.)/g, '$&\r\n');
}

function merged(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const before = result.at(-1);
    if (typeof segment === 'string' && typeof before === 'string') result[result.length - 1] = before + segment;
    else result.push(segment);
  }
  return result;
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
