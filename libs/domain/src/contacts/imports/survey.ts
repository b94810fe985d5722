import type { AttributeType } from '../attributes.ts';
import { type CountedValue, valueKey } from './consent.ts';
import { isMailField } from './mail-meanings.ts';
import { saysNo, saysYes } from './consent-words.ts';
import { type DateStyle, dateStyleOf, type DayOrder, hasTime } from './dates.ts';
import { type DecimalMark, type NumberStyle, numberStyleOf } from './numbers.ts';
import { isPlaceholder, plainName } from './plain-name.ts';

/** What one column of a file holds, found out by reading all of it. */
export interface ColumnFacts {
  /** What a new attribute of this column would be. */
  readonly type: AttributeType;
  /** The values that a column about mail may have (`valueKey`), most frequent first; null when there are too many. */
  readonly values: readonly CountedValue[] | null;
  /** How many cells are certainly written this way or that, and some that can be read both ways. */
  readonly numbers: { readonly comma: number; readonly point: number; readonly either: readonly string[] };
  readonly dates: { readonly dayFirst: number; readonly monthFirst: number; readonly either: readonly string[] };
}

const mostDistinct = 500;
const mostValues = 60;
const mostExamples = 3;
/** Longer cells are no numbers, dates or states; holding on to hundreds of them would take too much memory. */
const longestCell = 200;
const longText = 'a long text';
/** A column has a type when this share of its cells has it: the rest is left out and reported. */
const enough = 0.9;

type Looks = 'number' | 'date' | null;

/** Detects what a column holds, a cell at a time. Cells of columns with many different values cost next to nothing. */
export class ColumnSurvey {
  readonly #seen = new Map<string, number>();
  #isOpen = false;
  #looks: Looks = null;
  #styles: Styles = new Styles();

  add(whole: string): void {
    if (this.#isOpen && this.#looks === null) return;
    const cell = whole.length > longestCell ? longText : whole;
    const known = this.#seen.get(cell);
    if (known !== undefined) this.#seen.set(cell, known + 1);
    else if (this.#seen.size < mostDistinct) this.#seen.set(cell, 1);
    else {
      if (!this.#isOpen) this.#open();
      if (this.#looks !== null) this.#styles.add(cell.trim(), 1);
    }
  }

  facts(header: string): ColumnFacts {
    const styles = this.#styles;
    const cells = [...this.#seen].map(([cell, count]) => [cell.trim(), count] as const);
    for (const [cell, count] of cells) styles.add(cell, count);
    this.#styles = new Styles();
    return {
      type: typeOf(header, cells, styles),
      values: this.#isOpen ? null : valuesOf(cells),
      numbers: { comma: styles.comma, point: styles.point, either: [...styles.eitherNumbers] },
      dates: { dayFirst: styles.dayFirst, monthFirst: styles.monthFirst, either: [...styles.eitherDates] },
    };
  }

  #open(): void {
    this.#isOpen = true;
    const sample = new Styles();
    for (const cell of this.#seen.keys()) sample.add(cell.trim(), 1);
    this.#looks = sample.numbers > sample.filled / 2 ? 'number' : sample.dates > sample.filled / 2 ? 'date' : null;
  }
}

class Styles {
  filled = 0;
  numbers = 0;
  dates = 0;
  times = 0;
  /** Digits that are no amount: 007, 40063812345678901. */
  codes = 0;
  comma = 0;
  point = 0;
  dayFirst = 0;
  monthFirst = 0;
  readonly eitherNumbers = new Set<string>();
  readonly eitherDates = new Set<string>();

  add(cell: string, count: number): void {
    if (cell === '' || isPlaceholder(cell)) return;
    this.filled += count;
    if (cell.length > 60 || !/\d/.test(cell)) return;
    if (/^\+?0\d|^\+\d|\d{16}/.test(cell)) this.codes += count;
    const number = numberStyleOf(cell);
    if (number) this.#addNumber(number, cell, count);
    const date = dateStyleOf(cell);
    if (date) this.#addDate(date, cell, count);
  }

  #addNumber(style: NumberStyle, cell: string, count: number): void {
    this.numbers += count;
    if (style === ',') this.comma += count;
    if (style === '.') this.point += count;
    if (style === 'either' && this.eitherNumbers.size < mostExamples) this.eitherNumbers.add(cell);
  }

  #addDate(style: DateStyle, cell: string, count: number): void {
    this.dates += count;
    if (hasTime(cell)) this.times += count;
    if (style === 'day_first') this.dayFirst += count;
    if (style === 'month_first') this.monthFirst += count;
    if (style === 'either' && this.eitherDates.size < mostExamples) this.eitherDates.add(cell);
  }
}

type Cells = readonly (readonly [cell: string, count: number])[];

/** Columns whose digits name something. */
const named =
  /\b(id|ids|uid|no|nr|number|nummer|numero|zip|plz|postcode|postal|post code|code|cap|cep|cp|code postal|postnummer|postleitzahl|phone|telefon|tel|fax|sku|ean|isbn|iban|vat|token|hash|key|ip)\b/;

function typeOf(header: string, cells: Cells, styles: Styles): AttributeType {
  const { filled, numbers, dates, times, codes } = styles;
  if (filled === 0) return 'text';
  if (isPolar(cells)) return 'boolean';
  if (dates >= filled * enough) return times > 0 ? 'timestamp' : 'date';
  if (numbers >= filled * enough && codes === 0 && !named.test(plainName(header))) return 'number';
  return isList(cells, filled) ? 'list' : 'text';
}

/** Yes and no in words; ones and zeros are numbers. */
function isPolar(cells: Cells): boolean {
  const words = cells.map(([cell]) => cell).filter((cell) => cell !== '' && !isPlaceholder(cell));
  if (words.every((word) => /^\d+$/.test(word))) return false;
  const keys = words.map(valueKey);
  if (!keys.every((key) => saysYes(key) || saysNo(key))) return false;
  return keys.some((key) => key.length > 1) || (keys.some(saysYes) && keys.some(saysNo));
}

function isList(cells: Cells, filled: number): boolean {
  let lists = 0;
  for (const [cell, count] of cells) {
    const parts = cell.split(/[;|]/).map((part) => part.trim());
    if (parts.length > 1 && parts.every((part) => part.length <= 40)) lists += count;
  }
  return lists >= filled * 0.3;
}

function valuesOf(cells: Cells): CountedValue[] | null {
  const counts = new Map<string, number>();
  for (const [cell, count] of cells) {
    const key = valueKey(cell);
    counts.set(key, (counts.get(key) ?? 0) + count);
    if (counts.size > mostValues) return null;
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** How a file writes what has two readings; null where that has to be asked. */
export interface FileStyle {
  readonly decimalMark: DecimalMark | null;
  readonly dayOrder: DayOrder | null;
}

/**
 * The style of a file, from the cells with one reading only. Where cells speak for both, nothing is inferred. Numbers of a
 * workbook are stored with a point.
 */
export function styleOf(
  numbers: readonly ColumnFacts['numbers'][],
  dates: readonly ColumnFacts['dates'][],
  isWorkbook: boolean,
): FileStyle {
  const comma = numbers.some((each) => each.comma > 0);
  const point = numbers.some((each) => each.point > 0) || (isWorkbook && !comma);
  const dayFirst = dates.some((each) => each.dayFirst > 0);
  const monthFirst = dates.some((each) => each.monthFirst > 0);
  return {
    decimalMark: comma === point ? null : comma ? ',' : '.',
    dayOrder: dayFirst === monthFirst ? null : dayFirst ? 'day_first' : 'month_first',
  };
}

/** Without the values of columns that hold names and the like: nothing is kept of a person that is not needed. */
export function factsToKeep(facts: readonly ColumnFacts[], mapping: readonly string[]): ColumnFacts[] {
  return facts.map((each, index) => {
    const target = mapping[index] ?? 'ignore';
    const isMail = isMailField(target) || target === 'undecided';
    const isRepeated =
      each.values !== null && each.values.reduce((sum, { count }) => sum + count, 0) >= each.values.length * 2;
    const keeps = isMail || (isRepeated && (target === 'ignore' || target.startsWith('attribute:')));
    return keeps ? each : { ...each, values: null };
  });
}
