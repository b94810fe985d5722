import { importLimits } from '@engagex/domain/contacts';
import { malformed } from './malformed-file.ts';

export interface CsvRow {
  /** Line in the file where the row begins, counted from 1 with the header. */
  readonly line: number;
  readonly fields: readonly string[];
}

const quote = '"';
/** A row of the widest allowed table with the longest allowed fields, quotes and delimiters included. */
const rowCharacters = importLimits.columns * (importLimits.fieldCharacters + 3);

/**
 * Reads CSV (RFC 4180) without holding the file: yields the rows that each piece of text completes, the header first.
 * Lines may end in CR LF, LF or CR, also mixed; blank ones are passed over; a quote inside an unquoted field is itself.
 * Throws `import.malformed` where the rows stop making one table.
 *
 * Our own, because a library that is ten times slower would hold up every other request while a large file is
 * checked, joins rows when line ends are mixed, and cannot say in which line a quote was left open.
 */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  const reader = new CsvReader(delimiter);
  for await (const piece of text) yield reader.read(piece, false);
  yield reader.read('', true);
}

class CsvReader {
  readonly #delimiter: string;
  #text = '';
  /** Where the row begins that is read next, in `#text` and in the file. */
  #at = 0;
  #line = 1;
  #isEnd = false;
  #width: number | null = null;
  #rows: CsvRow[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The rows that are complete once `piece` has arrived. */
  read(piece: string, isEnd: boolean): readonly CsvRow[] {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    this.#isEnd = isEnd;
    this.#rows = [];
    const next = { feed: this.#find('\n'), return: this.#find('\r'), quote: this.#find(quote) };
    while (this.#at < this.#text.length) {
      if (next.feed < this.#at) next.feed = this.#find('\n');
      if (next.return < this.#at) next.return = this.#find('\r');
      if (next.quote < this.#at) next.quote = this.#find(quote);
      const end = Math.min(next.feed, next.return);
      if (!(next.quote < end ? this.#readQuoted() : this.#readPlain(end))) break;
    }
    if (this.#text.length - this.#at > rowCharacters) {
      throw malformed(this.#line, `Line ${this.#line} is too long for a row. Is this a CSV file?`);
    }
    return this.#rows;
  }

  /** Where `character` comes next; infinitely far when it does not. */
  #find(character: string): number {
    const found = this.#text.indexOf(character, this.#at);
    return found === -1 ? Infinity : found;
  }

  /** Most rows have no quote: they end at the next line end and are cut at every delimiter. */
  #readPlain(end: number): boolean {
    if (!this.#isKnown(end)) return false;
    const last = Math.min(end, this.#text.length);
    const row = this.#text.slice(this.#at, last);
    const fields = row.split(this.#delimiter);
    const isBlank = fields.length === 1 && row.trim() === '';
    if (!isBlank) this.#add(fields, row.length);
    this.#moveBehind(last);
    return true;
  }

  /** A row with quotes, field by field; false when its end has not arrived yet. */
  #readQuoted(): boolean {
    const fields: string[] = [];
    let at = this.#at;
    let lines = 0;
    for (;;) {
      let end: number;
      if (this.#text[at] === quote) {
        end = this.#endOfQuoted(at, this.#line + lines);
        if (end === -1) return false;
        const inside = this.#text.slice(at + 1, end - 1);
        lines += inside.match(/\r\n|\r|\n/g)?.length ?? 0;
        fields.push(inside.replaceAll('""', quote));
      } else {
        end = this.#endOfPlain(at);
        if (!this.#isKnown(end)) return false;
        fields.push(this.#text.slice(at, end));
      }
      if (this.#text[end] !== this.#delimiter) {
        if (!this.#isKnown(end)) return false;
        this.#add(fields, end - this.#at);
        this.#line += lines;
        this.#moveBehind(end);
        return true;
      }
      at = end + 1;
    }
  }

  /** The place behind the closing quote of the field that opens at `start`; -1 when it has not arrived yet. */
  #endOfQuoted(start: number, line: number): number {
    const longest = start + 2 + 2 * importLimits.fieldCharacters; // every character may be a doubled quote
    for (let from = start + 1; ; ) {
      const found = this.#text.indexOf(quote, from);
      if (found > longest || (found === -1 && this.#text.length > longest)) throw unclosed(line, 'for too long');
      if (found === -1 || (found + 1 === this.#text.length && !this.#isEnd)) {
        if (this.#isEnd) throw unclosed(line, 'to the end of the file');
        return -1;
      }
      const after = this.#text[found + 1];
      if (after === quote) {
        from = found + 2;
        continue;
      }
      if (after === undefined || after === this.#delimiter || after === '\n' || after === '\r') return found + 1;
      throw malformed(
        line,
        `Line ${line} has a quoted field with more text behind its closing quote. Write a quote inside a field twice ("").`,
      );
    }
  }

  #endOfPlain(start: number): number {
    let at = start;
    for (; at < this.#text.length; at += 1) {
      const character = this.#text[at];
      if (character === this.#delimiter || character === '\n' || character === '\r') break;
    }
    return at;
  }

  /** Whether what stands at `end` is certain: more text may still make a CR into a CR LF, or a field longer. */
  #isKnown(end: number): boolean {
    if (this.#isEnd) return true;
    return end < this.#text.length - (this.#text[end] === '\r' ? 1 : 0);
  }

  #moveBehind(end: number): void {
    this.#at = end + (this.#text[end] === '\r' && this.#text[end + 1] === '\n' ? 2 : 1);
    this.#line += 1;
  }

  #add(fields: readonly string[], characters: number): void {
    const line = this.#line;
    this.#width ??= widthOf(fields, line);
    if (fields.length !== this.#width) {
      throw malformed(line, `Line ${line} has ${columns(fields.length)}, but the header has ${this.#width}.`);
    }
    if (characters > importLimits.fieldCharacters) assertFieldsFit(fields, line);
    this.#rows.push({ line, fields });
  }
}

function widthOf(header: readonly string[], line: number): number {
  if (header.length > importLimits.columns) {
    const [found, allowed] = [header.length.toLocaleString('en'), importLimits.columns];
    throw malformed(line, `The file has ${found} columns; at most ${allowed} can be imported. Leave some out.`);
  }
  return header.length;
}

function assertFieldsFit(fields: readonly string[], line: number): void {
  const long = fields.findIndex((field) => field.length > importLimits.fieldCharacters);
  if (long === -1) return;
  const allowed = importLimits.fieldCharacters.toLocaleString('en');
  throw malformed(line, `Line ${line}, column ${long + 1} is longer than ${allowed} characters.`);
}

function unclosed(line: number, howLong: string) {
  return malformed(line, `The quote that opens in line ${line} stays open ${howLong}. Close it, or write it twice ("").`);
}

function columns(count: number): string {
  return count === 1 ? '1 column' : `${count.toLocaleString('en')} columns`;
}
