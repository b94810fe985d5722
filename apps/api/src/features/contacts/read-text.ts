import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { malformed } from './malformed-file.ts';

const lineFeed = 10;
const carriageReturn = 13;
const marks = { utf8: Buffer.from([0xef, 0xbb, 0xbf]), utf16: [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])] };
const saveAsUtf8 = 'Save the file as "CSV UTF-8" and upload it again.';

/**
 * The text of a file piece by piece, without its byte order mark. Stops at the first byte that is not UTF-8 text
 * (RFC 3629) and names its line; never replaces what it cannot read.
 */
export async function* readText(file: Readable): AsyncGenerator<string> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let isStart = true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file without an encoding is read in buffers
  for await (const chunk of file as AsyncIterable<Buffer>) {
    let bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isStart) {
      if (bytes.length < marks.utf8.length) {
        rest = bytes;
        continue;
      }
      isStart = false;
      bytes = withoutMark(bytes);
    }
    const end = endOfLastCharacter(bytes);
    rest = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    assertText(whole, line);
    line += lineEndsIn(whole);
    yield whole.toString('utf8');
  }
  assertText(rest, line);
  if (rest.length > 0) yield rest.toString('utf8');
}

function withoutMark(bytes: Buffer): Buffer {
  const startsWith = (mark: Buffer) => bytes.subarray(0, mark.length).equals(mark);
  if (marks.utf16.some(startsWith)) throw malformed(1, `The file is in UTF-16. ${saveAsUtf8}`);
  if (startsWith(Buffer.from('PK\u0003'))) {
    throw malformed(1, 'This is a spreadsheet or an archive, not a CSV file. Save the sheet as "CSV UTF-8" and upload that.');
  }
  return startsWith(marks.utf8) ? bytes.subarray(marks.utf8.length) : bytes;
}

function assertText(bytes: Buffer, line: number): void {
  const nul = bytes.indexOf(0);
  if (nul === -1 && isUtf8(bytes)) return;
  const at = nul === -1 || !isUtf8(bytes.subarray(0, nul)) ? firstInvalid(bytes) : nul;
  const badLine = line + lineEndsIn(bytes.subarray(0, at));
  if (at === nul) throw malformed(badLine, `Line ${badLine} contains a NUL byte, so this is not a CSV file. ${saveAsUtf8}`);
  throw malformed(badLine, `Line ${badLine} is not UTF-8 text. ${saveAsUtf8}`);
}

/** Where the first byte is that cannot be read; found by halving, as the built-in check only says whether there is one. */
function firstInvalid(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    // A cut inside a character is not an error yet.
    if (isUtf8(bytes.subarray(0, endOfLastCharacter(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  return good;
}

/** A chunk may end inside a character of up to four bytes, or inside a CR LF; where its last whole one ends. */
function endOfLastCharacter(bytes: Buffer): number {
  if (bytes.at(-1) === carriageReturn) return bytes.length - 1;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = (byte & 0b1100_0000) === 0b1000_0000;
    if (isContinuation) continue;
    const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** A line ends with LF, CR LF or a CR alone. */
function lineEndsIn(text: Buffer): number {
  let ends = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === lineFeed) ends += 1;
    else if (byte === carriageReturn && text[at + 1] !== lineFeed) ends += 1;
  }
  return ends;
}
