import { importLimits } from '@engagex/domain/contacts';

/** A record as it is in a file, with the number of the line it begins in, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: string[];
  /** Why its fields cannot be told apart. */
  readonly problem: string | null;
}

/** Longer than any row can be: a quote that was never closed would otherwise fill the memory. */
export const longestRecord = importLimits.columns * importLimits.fieldCharacters;

const strayQuote = 'A quotation mark is in the wrong place or never closed. Write one inside a cell twice ("").';
const tooLong = 'The row is too long for a list of people.';
const shownCharacters = 1_000;
const lineBreak = /\r\n|\n|\r/;

/**
 * Reads CSV (RFC 4180) from pieces of text as they come, holding no more than one record. What is wrong with a quote costs the
 * line it is in: reading goes on with the next. A quotation mark inside a cell that did not begin with one is a character.
 */
export class CsvRecords {
  readonly #delimiter: string;
  #rest = '';
  #line = 1;
  #width = 0;
  /** In a line that was too long, whose end is awaited. */
  #isSkipping = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that end in this piece. */
  add(piece: string): CsvRecord[] {
    // A mark may appear in the middle where files were joined; it is no character of any word.
    return this.#read(piece.includes('\uFEFF') ? piece.replaceAll('\uFEFF', '') : piece, false);
  }

  /** The record that ends with the file. */
  end(): CsvRecord[] {
    return this.#read('', true);
  }

  #read(piece: string, isEnd: boolean): CsvRecord[] {
    let text = this.#rest + piece;
    this.#rest = '';
    if (this.#isSkipping) text = this.#afterSkipped(text, isEnd);
    const records: CsvRecord[] = [];
    const read = text.includes('"') ? this.#readQuoted(text, isEnd, records) : this.#readPlain(text, isEnd, records);
    this.#rest = text.slice(read);
    if (this.#rest.length > longestRecord) records.push(this.#tooLong());
    this.#width ||= records[0]?.fields.length ?? 0;
    return records;
  }

  #tooLong(): CsvRecord {
    const fields = [this.#rest.slice(0, shownCharacters)];
    this.#rest = '';
    this.#isSkipping = true;
    return { line: this.#line, fields, problem: tooLong };
  }

  #afterSkipped(text: string, isEnd: boolean): string {
    const end = lineBreak.exec(text);
    if (!end || (end[0] === '\r' && end.index === text.length - 1 && !isEnd)) {
      this.#rest = end ? '\r' : '';
      return '';
    }
    this.#isSkipping = false;
    this.#line += 1;
    return text.slice(end.index + end[0].length);
  }

  /** Where no quote is, splitting says the same in a tenth of the time. */
  #readPlain(text: string, isEnd: boolean, records: CsvRecord[]): number {
    const hasReturns = text.includes('\r');
    let end = text.length;
    if (!isEnd) {
      // A CR at the very end may be half of a CR LF.
      const before = hasReturns && text.endsWith('\r') ? text.length - 2 : text.length;
      end = Math.max(text.lastIndexOf('\n'), hasReturns ? text.lastIndexOf('\r', before) : -1) + 1;
      if (text.endsWith('\r') && end === text.length) end = 0;
    }
    if (end === 0) return 0;
    const complete = text.slice(0, end);
    const lines = hasReturns ? complete.split(lineBreak) : complete.split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) records.push({ line: this.#line++, fields: line.split(this.#delimiter), problem: null });
    return end;
  }

  #readQuoted(text: string, isEnd: boolean, records: CsvRecord[]): number {
    const found = new Marks(text, this.#delimiter);
    let at = 0;
    while (at < text.length) {
      const next = this.#next(found, at, isEnd);
      if (next === null) break;
      records.push({ line: this.#line, fields: next.fields, problem: next.problem });
      this.#width ||= next.fields.length;
      this.#line += next.lines;
      at = next.end;
    }
    return at;
  }

  /** The record that begins here; null when it may go on in the next piece. */
  #next(found: Marks, start: number, isEnd: boolean): Next | null {
    const { text } = found;
    const fields: string[] = [];
    let lines = 1;
    for (let at = start; ;) {
      const opening = beginOfQuoted(text, at);
      if (opening === -1) {
        const delimiter = found.delimiter(at);
        const end = found.lineEnd(at);
        fields.push(text.slice(at, Math.min(delimiter, end, text.length)));
        if (delimiter < end) at = delimiter + 1;
        else return this.#ended({ found, fields, lines, at: end, isEnd });
        continue;
      }
      const closing = found.closingQuote(opening + 1);
      if (closing === Infinity)
        return isEnd || text.length - start > longestRecord ? this.#broken(found, start, isEnd) : null;
      const value = text.slice(opening + 1, closing).replaceAll('""', '"');
      const breaks = value.split(lineBreak);
      const after = pastSpaces(text, closing + 1);
      if (after >= text.length && !isEnd) return null;
      const ends = after >= text.length || text[after] === '\n' || text[after] === '\r';
      if ((!ends && text[after] !== this.#delimiter) || this.#holdsRows(breaks))
        return this.#broken(found, start, isEnd);
      fields.push(value);
      lines += breaks.length - 1;
      if (ends) return this.#ended({ found, fields, lines, at: Math.min(after, text.length), isEnd });
      at = after + 1;
    }
  }

  #ended({ found: { text }, fields, lines, at, isEnd }: Ending): Next | null {
    if (at >= text.length) return isEnd ? { fields, lines, end: text.length, problem: null } : null;
    if (text[at] === '\r' && at + 1 === text.length && !isEnd) return null;
    return { fields, lines, end: text.startsWith('\r\n', at) ? at + 2 : at + 1, problem: null };
  }

  /** The line on its own, as if no quote meant anything. */
  #broken(found: Marks, start: number, isEnd: boolean): Next | null {
    const at = found.lineEnd(start);
    const line = found.text.slice(start, Math.min(at, found.text.length));
    const ended = this.#ended({ found, fields: line.split(this.#delimiter), lines: 1, at, isEnd });
    return ended && { ...ended, problem: strayQuote };
  }

  /** A quote that was closed by the quote of another row would swallow the people between them. */
  #holdsRows([, ...lines]: readonly string[]): boolean {
    if (this.#width < 2) return false;
    return lines.some((line) => {
      const cells = line.split(this.#delimiter);
      return (
        cells.length >= this.#width && cells.some((cell) => /^\s*[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+\s*$/.test(cell))
      );
    });
  }
}

interface Next {
  readonly fields: string[];
  /** Lines it takes up. */
  readonly lines: number;
  readonly end: number;
  readonly problem: string | null;
}

interface Ending {
  readonly found: Marks;
  readonly fields: string[];
  readonly lines: number;
  readonly at: number;
  readonly isEnd: boolean;
}

/** Where the next delimiter, line end and quote are; Infinity when there is none. Looked up once for all places before it. */
class Marks {
  readonly text: string;
  readonly delimiter: (from: number) => number;
  readonly #quote: (from: number) => number;
  readonly #feed: (from: number) => number;
  readonly #return: (from: number) => number;

  constructor(text: string, delimiter: string) {
    this.text = text;
    this.delimiter = finder(text, delimiter);
    this.#quote = finder(text, '"');
    this.#feed = finder(text, '\n');
    this.#return = finder(text, '\r');
  }

  lineEnd(from: number): number {
    return Math.min(this.#feed(from), this.#return(from));
  }

  /** The first quote that is not one of two in a row. */
  closingQuote(from: number): number {
    let at = this.#quote(from);
    while (this.text[at + 1] === '"') at = this.#quote(at + 2);
    return at;
  }
}

function finder(text: string, mark: string): (from: number) => number {
  let since = 0;
  let next = -1;
  return (from) => {
    if (from >= since && from <= next) return next;
    const at = text.indexOf(mark, from);
    since = from;
    next = at === -1 ? Infinity : at;
    return next;
  };
}

/** The quote that a cell begins with, for which space may be left before it; -1 for a cell without. */
function beginOfQuoted(text: string, from: number): number {
  const at = pastSpaces(text, from);
  return text[at] === '"' ? at : -1;
}

function pastSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}
