import { Headers, isFieldLine, readHeaders } from './headers.ts';
import { everyPart, type Part, textOf } from './mime.ts';
import { phrases } from './words/phrases.ts';

/** Lines under which mail systems quote the message that came back. Lower case, as they begin after dashes and spaces. */
const copyFollows = phrases(`
  below this line is a copy of the message | below this line is the original
  below is a copy of the original message | below is the original message | this is a copy of the message
  this is a copy of your message | this is a copy of the headers of the original message | a copy of the message
  a copy of the original message | the following is a copy of | here is a copy of | here is the original message
  here are the headers of the original message | copy of message follows | copy of your message follows
  copy of the original message | enclosed is a copy | included is a copy of | original message follows
  original message header | original message | original-message | original mail | header of the original message
  the header of the original message | headers of the original message | the headers of the original message
  message header follows | message headers follow | message headers: | message header: | message text follows
  message follows | returned message | returned mail follows | undelivered message | undeliverable message
  unsent message | unsent message below | unsent message follows | rejected message | failed message
  your original message | your message follows | the original message follows | the original message headers
  the following mail | your mail follows | mail text follows | start of original message | begin original message
  begin message | start of returned message | message contents follow | first few lines of the message
  the first lines of the message
`);

/** What a mail system wrote, apart from what it quotes. */
export interface Notice {
  readonly lines: readonly string[];
  /** Of the quoted message; null when nothing is quoted. */
  readonly quoted: Headers | null;
}

const knownFields = new Set([
  'return-path',
  'received',
  'delivered-to',
  'message-id',
  'from',
  'to',
  'subject',
  'date',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'x-mailer',
  'reply-to',
  'cc',
  'sender',
  'dkim-signature',
  'list-unsubscribe',
  'user-agent',
]);

const maxLines = 2_000;

/** Parts a text into the notice and the headers of the message that it quotes. */
export function separate(text: string): Notice {
  const lines = text.slice(0, 200_000).split('\n', maxLines);
  const at = lines.findIndex(
    (line, index) => index > 0 && announcesCopy(line) && (isRuledOff(line) || hasHeaders(lines, index + 1)),
  );
  const begins = at === -1 ? lines.findIndex((_, index) => index > 1 && isHeaderBlock(lines, index)) : at;
  if (begins === -1) return { lines, quoted: null };
  const headersAt = at === -1 ? begins : lines.findIndex((line, index) => index > at && knownFields.has(fieldOf(line)));
  const rest = headersAt === -1 ? [] : lines.slice(headersAt).map((line) => line.replace(/^(?:\|[ \t]?|> ?)/, ''));
  const quoted = readHeaders(rest.join('\n').replace(/^\s+/, '')).headers;
  return { lines: lines.slice(0, begins), quoted: quoted.size > 1 ? quoted : null };
}

function announcesCopy(line: string): boolean {
  const text = line.replace(/^[\s\-=*_|>#+.~]{1,80}/, '').toLowerCase();
  return text.length < 160 && copyFollows.some((words) => text.startsWith(words));
}

/** A line of dashes that says so is the end of the notice, even where the copy is without headers. */
function isRuledOff(line: string): boolean {
  return /^\s*-{3,}[^@]*\b(?:copy of|below this line)\b/i.test(line);
}

function hasHeaders(lines: readonly string[], from: number): boolean {
  return lines.slice(from, from + 12).some((line) => knownFields.has(fieldOf(line)));
}

/** At least three headers in a row, one of them such as only a real message has. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!knownFields.has(fieldOf(lines[at] ?? ''))) return false;
  const names = new Set<string>();
  for (const line of lines.slice(at, at + 30)) {
    if (/^[ \t]+\S/.test(line)) continue;
    const name = fieldOf(line);
    if (!name) break;
    names.add(name);
  }
  const known = [...names].filter((name) => knownFields.has(name));
  return known.length >= 3 && ['received', 'message-id', 'return-path', 'mime-version'].some((name) => names.has(name));
}

function fieldOf(line: string): string {
  return /^(?:\|[ \t]?|> ?)?([A-Za-z][A-Za-z-]{1,40}):/.exec(line)?.[1]?.toLowerCase() ?? '';
}

const wholeMessage = new Set(['message/rfc822', 'message/global', 'message/partial']);
const headersOnly = new Set([
  'text/rfc822-headers',
  'text/rfc822-header',
  'message/rfc822-headers',
  'message/global-headers',
]);

/** The headers of the message that came back, where a part holds them (RFC 6522, 6533). */
export function attachedOriginal(root: Part): Headers | null {
  const parts = [...everyPart(root)].slice(1);
  const labelled = parts.filter(({ type }) => wholeMessage.has(type) || headersOnly.has(type));
  for (const part of labelled) {
    const { headers } = readHeaders(folded(textOf(part).replace(/^\s+/, '')));
    if (headers.size > 0) return headers;
  }
  return unlabelledOriginal(parts);
}

/** The header with its folded lines indented again where that got lost on the way. */
function folded(text: string): string {
  const end = text.indexOf('\n\n');
  const lines = (end === -1 ? text : text.slice(0, end)).split('\n');
  const last = lines.findLastIndex(isFieldLine);
  const isRest = (line: string, at: number) => at > 0 && at < last && !/^[ \t>]/.test(line) && !isFieldLine(line);
  const whole = lines.map((line, at) => (isRest(line, at) ? ` ${line}` : line));
  return whole.join('\n') + (end === -1 ? '' : text.slice(end));
}

/** Some attach the headers as a text, or give the part the headers of the message instead of its own. */
function unlabelledOriginal(parts: readonly Part[]): Headers | null {
  for (const part of parts) {
    if (part.headers.has('received') && part.headers.has('from')) return part.headers;
    if (part === parts[0] || part.type !== 'text/plain') continue;
    const lines = part.body.slice(0, 20_000).replace(/^\s+/, '').split('\n', 100);
    if (isHeaderBlock(lines, 0)) return readHeaders(lines.join('\n')).headers;
  }
  return null;
}
