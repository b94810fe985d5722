import { Transform, type TransformCallback } from 'node:stream';
import type { ImportEncoding } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';

/** The bytes at the start of files that are no text, and what to do instead. */
const strangers: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x05, 0x06], 'This is an empty zipped file. Save the contacts as CSV or .xlsx and upload that.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'This is an old Excel file (.xls). Open it, save it as .xlsx and upload that.'],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF. Export the contacts as CSV and upload that.'],
  [[0x1f, 0x8b], 'This file is compressed. Unpack it and upload the CSV inside.'],
  [[0x89, 0x50, 0x4e, 0x47], 'This is a picture. Export the contacts as CSV and upload that.'],
  [[0xff, 0xd8, 0xff], 'This is a picture. Export the contacts as CSV and upload that.'],
];

/** Throws `import.not-csv` for a file whose first bytes are those of something else. */
export function assertNoStranger(head: Buffer): void {
  const found = strangers.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (found) {
    const [, message] = found;
    throw new DomainError('invalid', 'import.not-csv', message, { errors: [{ path: ['file'], message }] });
  }
}

/** What a mark at the beginning or the zeros of UTF-16 say; null when only the whole text can tell. */
export function encodingByHead(head: Buffer): ImportEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  head.forEach((byte, index) => (zeros[index % 2]! += byte === 0 ? 1 : 0));
  const most = head.length / 5; // names and addresses are mostly letters whose other byte is zero
  if (zeros[1]! > most && zeros[0] === 0) return 'utf-16le';
  if (zeros[0]! > most && zeros[1] === 0) return 'utf-16be';
  return null;
}

/** The text of these bytes, for a look at the first lines. */
export function textOfHead(head: Buffer, encoding: ImportEncoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true });
}

/** Makes UTF-8 of any encoding, without its mark; an error names the first line that is not in this encoding. */
export function decoderOf(encoding: ImportEncoding): Transform {
  return encoding === 'utf-8' ? new CheckedUtf8() : new ToUtf8(encoding);
}

export class NotInEncoding extends DomainError {}

export function malformed(line: number | null, message: string): DomainError {
  return new DomainError('invalid', 'import.malformed', message, at(line, message));
}

function at(line: number | null, message: string) {
  return { errors: [{ path: ['file'], message, ...(line ? { line } : {}) }] };
}

function notIn(encoding: string, line: number): DomainError {
  const message = `Line ${line} is not ${encoding} text. Choose another encoding, or save the file as "CSV UTF-8".`;
  return new NotInEncoding('invalid', 'import.malformed', message, at(line, message));
}

function nulAt(line: number): DomainError {
  return malformed(line, `Line ${line} contains a NUL byte, so this is not a text file. Export it again as CSV.`);
}

/** Lets UTF-8 text through and stops at the first byte that is not, naming its line. */
class CheckedUtf8 extends Transform {
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #line = 1;
  #isFirst = true;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const problem = this.#problemWith(chunk);
    if (problem) return done(problem);
    this.#line += linesIn(chunk);
    const marked = this.#isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    this.#isFirst = false;
    done(null, marked ? chunk.subarray(3) : chunk);
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#strict.decode();
      done();
    } catch {
      done(notIn('UTF-8', this.#line));
    }
  }

  #problemWith(chunk: Buffer): Error | null {
    const nul = chunk.indexOf(0);
    if (nul !== -1) return nulAt(this.#line + linesIn(chunk.subarray(0, nul)));
    try {
      this.#strict.decode(chunk, { stream: true });
      return null;
    } catch {
      const readable = new TextDecoder('utf-8').decode(chunk);
      const before = readable.slice(0, Math.max(0, readable.indexOf('\uFFFD')));
      return notIn('UTF-8', this.#line + before.split('\n').length - 1);
    }
  }
}

class ToUtf8 extends Transform {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #name: string;
  #line = 1;

  constructor(encoding: Exclude<ImportEncoding, 'utf-8'>) {
    super();
    this.#decoder = new TextDecoder(encoding, { fatal: true });
    this.#name = encoding.toUpperCase();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pass(() => this.#decoder.decode(chunk, { stream: true }), done);
  }

  override _flush(done: TransformCallback): void {
    this.#pass(() => this.#decoder.decode(), done);
  }

  #pass(decode: () => string, done: TransformCallback): void {
    let text: string;
    try {
      text = decode();
    } catch {
      return done(notIn(this.#name, this.#line));
    }
    const nul = text.indexOf('\0');
    if (nul !== -1) return done(nulAt(this.#line + text.slice(0, nul).split('\n').length - 1));
    this.#line += linesIn(text);
    done(null, Buffer.from(text));
  }
}

function linesIn(text: Buffer | string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
