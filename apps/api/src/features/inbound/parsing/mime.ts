/**
 * An own reader of MIME. Libraries give a mail as its text and attachments, flattened and decoded; a report is understood by
 * the order and types of its parts, of which many are broken: no boundary, no end, lines that end in CR.
 */
import { Headers, readHeaders, readParameters } from './headers.ts';
import { decodeBody } from './transfer.ts';

export interface Part {
  readonly headers: Headers;
  /** Such as `message/delivery-status`; `text/plain` where none is given. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** One character per byte, not decoded; empty for a multipart that could be read. */
  readonly body: string;
  /** Of a multipart. What is attached as a message is not opened. */
  readonly parts: readonly Part[];
}

export const maxBytes = 1024 * 1024;
const maxDepth = 8;
const maxParts = 64;

/** At most the first megabyte is read: what a report says stands before the copy of the message. */
export function readMime(raw: Uint8Array): Part {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, maxBytes)).toString('latin1');
  const text = bytes.includes('\r') ? bytes.replace(/\r\n?/g, '\n') : bytes;
  const firstLine = text.search(/\S/);
  return readPart(text, Math.max(firstLine, 0), 0, { left: maxParts });
}

/** The text of a part, decoded. */
export function textOf(part: Part): string {
  const charset = part.parameters.get('charset') ?? (part.type.startsWith('message/global') ? 'utf-8' : '');
  return decodeBody(part.body, part.headers.get('content-transfer-encoding'), charset);
}

/** A part and all in it, outermost first. */
export function* everyPart(part: Part): Generator<Part> {
  yield part;
  for (const inner of part.parts) yield* everyPart(inner);
}

function readPart(text: string, from: number, depth: number, budget: { left: number }): Part {
  const { headers, bodyAt } = readHeaders(text, from);
  const { value, parameters } = readParameters(headers.get('content-type'));
  const type = value.includes('/') ? value : 'text/plain';
  const body = text.slice(bodyAt);
  const base = { headers, type, parameters };
  if (!type.startsWith('multipart/') || depth >= maxDepth) return { ...base, body, parts: [] };
  const boundary = parameters.get('boundary') ?? firstDelimiter(body);
  const parts = boundary ? split(body, boundary, budget).map((piece) => readPart(piece, 0, depth + 1, budget)) : [];
  return parts.length > 0 ? { ...base, body: '', parts } : { ...base, body, parts };
}

/** A multipart that does not say its boundary: its first line that looks like one. */
function firstDelimiter(body: string): string | undefined {
  return /^--([^\s-][^\n]{3,200}?)[ \t]*$/m.exec(body.slice(0, 5_000))?.[1];
}

function split(body: string, boundary: string, budget: { left: number }): string[] {
  const pieces: string[] = [];
  const delimiter = `--${boundary}`;
  let start = -1;
  for (let at = indexOfLine(body, delimiter, 0); at !== -1 && budget.left > 0;) {
    if (start !== -1) {
      pieces.push(body.slice(start, Math.max(at - 1, start)));
      budget.left -= 1;
    }
    const after = at + delimiter.length;
    const endOfLine = body.indexOf('\n', after);
    if (body.startsWith('--', after) || endOfLine === -1) return pieces;
    start = endOfLine + 1;
    at = indexOfLine(body, delimiter, start);
  }
  if (start !== -1 && budget.left > 0) {
    pieces.push(body.slice(start)); // its end is missing
    budget.left -= 1;
  }
  return pieces;
}

function indexOfLine(text: string, start: string, from: number): number {
  if (text.startsWith(start, from) && (from === 0 || text[from - 1] === '\n')) return from;
  const found = text.indexOf(`\n${start}`, from === 0 ? 0 : from - 1);
  return found === -1 ? -1 : found + 1;
}
