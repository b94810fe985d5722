import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { ImportEncoding } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';
import { type EncodingGuess, guessEncoding } from './guess-encoding.ts';
import { textDecoder } from './read-csv.ts';

/** The bytes at the start of files that are no text, and what to do instead. */
const strangers: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x05, 0x06], 'This is an empty zipped file. Save the contacts as CSV or .xlsx and upload that.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'This is an old Excel file (.xls). Open it, save it as .xlsx and upload that.'],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF. Export the contacts as CSV and upload that.'],
  [[0x1f, 0x8b], 'This file is compressed. Unpack it and upload the CSV inside.'],
  [[0x89, 0x50, 0x4e, 0x47], 'This is a picture. Export the contacts as CSV and upload that.'],
  [[0xff, 0xd8, 0xff], 'This is a picture. Export the contacts as CSV and upload that.'],
];

const noText = 'This is not a text file. Export the contacts as CSV or save them as .xlsx, and upload that.';

/** Throws `import.not-csv` for a file whose first bytes are those of something else. */
export function assertNoStranger(head: Buffer): void {
  const found = strangers.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (found) throw notCsv(found[1]);
  if (encodingByHead(head) !== null) return;
  const controls = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  if (controls > Math.max(8, head.length / 50)) throw notCsv(noText);
}

function notCsv(message: string): DomainError {
  return new DomainError('invalid', 'import.not-csv', message, { errors: [{ path: ['file'], message }] });
}

/** What a mark at the beginning or the zeros of UTF-16 say; null when only the whole text can tell. */
export function encodingByHead(head: Buffer): ImportEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  head.forEach((byte, index) => (zeros[index % 2]! += byte === 0 ? 1 : 0));
  const [even = 0, odd = 0] = zeros;
  const most = head.length / 12; // addresses and what separates cells are characters whose other byte is zero
  if (odd > most && odd > 10 * even) return 'utf-16le';
  if (even > most && even > 10 * odd) return 'utf-16be';
  return null;
}

/** The text of these bytes, for a look at the first lines. */
export function textOfHead(head: Buffer, encoding: ImportEncoding): string {
  return textDecoder(encoding).decode(head, { stream: true }).replaceAll('\uFEFF', '');
}

/** What a file without a mark is in; reads it once, and again when it is not simply UTF-8. */
export async function recognizeEncoding(open: () => Promise<Readable>): Promise<EncodingGuess> {
  if (await isCleanUtf8(await open())) return { encoding: 'utf-8', choices: null };
  return guessEncoding(await foreignCells(await open()));
}

async function isCleanUtf8(file: Readable): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of file as AsyncIterable<Buffer>) {
    // a file is read as bytes
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = endOfCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end))) {
      file.destroy();
      return false;
    }
    rest = bytes.subarray(end);
  }
  return rest.length === 0;
}

/** Before it, no character of UTF-8 is cut. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const mostCells = 600;
const longestCell = 200;

/** Different cells with bytes beyond ASCII. What separates them is never the second half of a character in any encoding. */
async function foreignCells(file: Readable): Promise<Buffer[]> {
  const cells = new Set<string>();
  let rest = '';
  for await (const chunk of file as AsyncIterable<Buffer>) {
    // a file is read as bytes
    const parts = (rest + chunk.toString('latin1')).split(/[\r\n,;\t"]/);
    rest = (parts.pop() ?? '').slice(0, longestCell);
    for (const part of parts) if (isForeign(part)) cells.add(part.slice(0, longestCell));
    if (cells.size >= mostCells) break;
  }
  if (isForeign(rest)) cells.add(rest);
  return [...cells].slice(0, mostCells).map((cell) => Buffer.from(cell, 'latin1'));
}

function isForeign(cell: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all that is ASCII
  return /[^\u0000-\u007f]/.test(cell);
}

export function malformed(line: number | null, message: string): DomainError {
  return new DomainError('invalid', 'import.malformed', message, {
    errors: [{ path: ['file'], message, ...(line ? { line } : {}) }],
  });
}
