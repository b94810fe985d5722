import type { ImportFileNotes } from '@engagex/domain/contacts';

/** A whole number as Excel writes one that is too long for its column: only the first digits are left. */
const rounded = /^[1-9](?:[.,](\d{1,5}))?E\+(\d{2})$/i;

/** Digits beyond the fifteenth are zeros once Excel has had them. */
const cutAfterFifteen = /^[1-9]\d{14}0+$/;

/** Whether digits of a number may be lost, in a column that was noticed. */
export function hasLostDigits(cell: string): boolean {
  return isRounded(cell) || cutAfterFifteen.test(cell);
}

function isRounded(cell: string): boolean {
  const [, decimals = '', exponent = ''] = rounded.exec(cell) ?? [];
  return Number(exponent) >= 6 && Number(exponent) > decimals.length;
}

interface Column {
  count: number;
  readonly example: string;
  readonly line: number;
}

/** Notices columns with numbers that a spreadsheet rounded. */
export class RoundedNumbers {
  readonly #columns = new Map<number, Column>();
  readonly #cut = new Map<number, Column & { isSo: boolean }>();

  add(fields: readonly string[], line: number): void {
    for (let at = 0; at < fields.length; at += 1) {
      const cell = fields[at] ?? '';
      const first = cell.charCodeAt(0);
      if (first < 49 || first > 57 || cell.length < 5) continue; // begins with 1 to 9
      if (cell.length < 12 && isRounded(cell)) noteIn(this.#columns, at, { example: cell, line });
      else if (cell.length > 15 && /^\d+$/.test(cell)) this.#noteLong(at, cell, line);
    }
  }

  told(columns: readonly string[]): ImportFileNotes['rounded'] {
    const cut = [...this.#cut].filter(([, { isSo, count }]) => isSo && count > 1);
    return [...this.#columns, ...cut]
      .toSorted(([one], [other]) => one - other)
      .map(([at, { count, example, line }]) => ({ column: columns[at] ?? '', count, example, line }));
  }

  #noteLong(at: number, cell: string, line: number): void {
    const known = this.#cut.get(at);
    const isSo = cutAfterFifteen.test(cell);
    if (known) {
      known.count += 1;
      known.isSo &&= isSo;
    } else this.#cut.set(at, { count: 1, example: cell, line, isSo });
  }
}

function noteIn(columns: Map<number, Column>, at: number, first: Omit<Column, 'count'>): void {
  const known = columns.get(at);
  if (known) known.count += 1;
  else columns.set(at, { count: 1, ...first });
}
