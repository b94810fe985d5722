import { textOfIsoDate, textOfNumber, unescaped } from './cell-text.ts';
import { type SheetLimits, workbookLimits } from './limits.ts';
import type { NumberMeaning } from './number-formats.ts';
import { readXml } from './read-xml.ts';
import { damaged } from './refusal.ts';
import type { StringTable } from './string-table.ts';

/** What cells mean beyond what is in them. */
export interface CellContext {
  readonly strings: StringTable | null;
  readonly meanings: readonly NumberMeaning[];
  readonly isFrom1904: boolean;
}

export interface SheetRow {
  /** Its number in the sheet. */
  readonly line: number;
  /** Without the empty cells at its end; of a wider row only the first. */
  readonly cells: string[];
  /** Up to its last cell that is not empty. */
  readonly width: number;
  /** By a filter or by hand. */
  readonly isHidden: boolean;
}

/** Reads the rows of a sheet in which anything stands; wherever they are, nothing is made of the emptiness between them. */
export async function* readSheet(
  part: AsyncIterable<Buffer>,
  context: CellContext,
  limits: SheetLimits,
): AsyncGenerator<SheetRow> {
  const reader = new SheetReader(context, limits);
  for await (const _pause of readXml(part, reader)) yield* reader.taken();
  yield* reader.taken();
}

class SheetReader {
  readonly #context: CellContext;
  readonly #limits: SheetLimits;
  #rows: SheetRow[] = [];
  #line = 0;
  #column = 0;
  #cells: string[] = [];
  #width = 0;
  #type = 'n';
  #style = 0;
  #text = '';
  #isInRow = false;
  #isHidden = false;
  #isText = false;
  #isPronunciation = false;

  constructor(context: CellContext, limits: SheetLimits) {
    this.#context = context;
    this.#limits = limits;
  }

  taken(): SheetRow[] {
    const rows = this.#rows;
    if (rows.length > 0) this.#rows = [];
    return rows;
  }

  open(name: string, { r, t, s, hidden }: Readonly<Record<string, string | undefined>>): void {
    if (name === 'row') return this.#beginRow(r, isTrue(hidden));
    if (!this.#isInRow) return;
    if (name === 'c') return this.#beginCell(r, t, s);
    if (name === 'rPh') this.#isPronunciation = true;
    // The value of a formula is beside it in <v>; one that was never computed has none.
    this.#isText = name === 'v' || (name === 't' && !this.#isPronunciation);
  }

  text(piece: string): void {
    if (this.#isText && this.#text.length < this.#limits.characters) this.#text += piece;
  }

  close(name: string): void {
    this.#isText = false;
    if (name === 'rPh') this.#isPronunciation = false;
    if (name === 'c' && this.#isInRow) this.#endCell();
    if (name === 'row') this.#endRow();
  }

  #beginRow(said: string | undefined, isHidden: boolean): void {
    const line = said === undefined ? this.#line + 1 : Number(said);
    if (!Number.isInteger(line) || line <= this.#line || line > workbookLimits.lastRow)
      throw damaged(`Row ${said?.slice(0, 20) ?? line} is not where it belongs.`);
    this.#line = line;
    this.#column = 0;
    this.#cells = [];
    this.#width = 0;
    this.#isInRow = true;
    this.#isHidden = isHidden;
  }

  #beginCell(said: string | undefined, type = 'n', style = '0'): void {
    this.#column = said === undefined ? this.#column + 1 : columnOf(said);
    if (this.#column > workbookLimits.lastColumn) throw damaged(`Row ${this.#line} has a cell beyond the last column.`);
    this.#type = type;
    this.#style = Number(style);
    this.#text = '';
  }

  #endCell(): void {
    const text = this.#value().slice(0, this.#limits.characters);
    if (text === '') return;
    this.#width = Math.max(this.#width, this.#column);
    if (this.#column > this.#limits.columns) return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column - 1] = text;
  }

  #value(): string {
    const text = this.#text;
    const { strings, meanings, isFrom1904 } = this.#context;
    switch (this.#type) {
      case 's':
        return text.trim() === '' ? '' : this.#shared(strings?.get(Number(text)));
      case 'inlineStr':
      case 'str':
        return unescaped(text);
      case 'b':
        return text.trim() === '' ? '' : text.trim() === '1' || text === 'true' ? 'true' : 'false';
      case 'e':
        return ''; // such as #N/A, which is what "nothing found" looks like
      case 'd':
        return textOfIsoDate(text.trim(), meanings[this.#style]);
      default:
        return textOfNumber(text.trim(), meanings[this.#style] ?? 'number', isFrom1904);
    }
  }

  #shared(text: string | undefined): string {
    if (text === undefined) throw damaged(`Row ${this.#line} names a text that is not in the workbook.`);
    return text;
  }

  #endRow(): void {
    this.#isInRow = false;
    if (this.#width === 0) return;
    this.#rows.push({ line: this.#line, cells: this.#cells, width: this.#width, isHidden: this.#isHidden });
  }
}

/** A boolean of XML Schema. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** The column of a place such as `AB12`, counted from 1. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length && at < 4; at += 1) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  if (column === 0) throw damaged(`There is no cell ${place.slice(0, 20)}.`);
  return column;
}
