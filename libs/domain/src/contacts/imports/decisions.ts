import type { AttributeType } from '../attributes.ts';
import type { ImportTarget } from '../import.ts';
import { anyText, emptyValue, meaningOf, meaningOfFileName } from './consent.ts';
import type { DayOrder } from './dates.ts';
import { isMailField, type MailField, type MailMeaning } from './mail-meanings.ts';
import type { DecimalMark } from './numbers.ts';
import { type ColumnFacts, type FileStyle, styleOf } from './survey.ts';

/** The answers about the values of a file; null where nothing was answered. */
export interface ImportReading extends FileStyle {
  readonly decimalMark: DecimalMark | null;
  readonly dayOrder: DayOrder | null;
  /** Completes phone numbers of people without a country: ISO 3166-1 alpha-2. */
  readonly phoneCountry: string | null;
  /** What values of the columns about mail mean, where that is not what they seem to. */
  readonly mailValues: readonly { readonly column: number; readonly value: string; readonly means: MailMeaning }[];
  /** What the file says of everybody in it. */
  readonly everyone: MailMeaning | null;
}

export const nothingSaid: ImportReading = {
  decimalMark: null,
  dayOrder: null,
  phoneCountry: null,
  mailValues: [],
  everyone: null,
};

/** A file with what its columns become. */
export interface MappedFile {
  readonly fileName: string;
  readonly isWorkbook: boolean;
  readonly columns: readonly string[];
  readonly mapping: readonly ImportTarget[];
  readonly facts: readonly ColumnFacts[];
  readonly reading: ImportReading;
  /** The type of each attribute, new ones too. */
  readonly types: ReadonlyMap<string, AttributeType>;
}

/** What has to be answered before anything is imported. */
export type ImportQuestion =
  | { readonly about: 'column'; readonly column: number }
  | { readonly about: 'value'; readonly column: number; readonly value: string }
  | { readonly about: 'decimalMark' | 'dayOrder'; readonly examples: readonly string[] }
  | { readonly about: 'everyone'; readonly hint: MailMeaning };

/** What a value of a column about mail means: as it was said, or as it seems; null when that has to be asked. */
export function meaningIn(
  { columns, reading }: Pick<MappedFile, 'columns' | 'reading'>,
  { column, field, value }: { readonly column: number; readonly field: MailField; readonly value: string },
): MailMeaning | null {
  const said = reading.mailValues.find((each) => each.column === column && each.value === value);
  return said?.means ?? meaningOf(field, value, columns[column]);
}

/** Values of a column about mail; those of a column with too many are asked about together. */
export function valuesIn(
  facts: ColumnFacts | undefined,
  field: MailField,
): readonly { value: string; count: number | null }[] {
  if (facts?.values) return facts.values;
  const opposes = field === 'unsubscribed' || field === 'bounced' || field === 'complained';
  return (opposes ? [anyText] : [emptyValue, anyText]).map((value) => ({ value, count: null }));
}

/** The style of a file as it was said, or else as its columns of numbers and dates show it. */
export function styleIn(
  file: MappedFile,
): FileStyle & { readonly numbers: readonly string[]; readonly dates: readonly string[] } {
  const ofTypes = (...wanted: readonly AttributeType[]) =>
    file.mapping.flatMap((target, index) => {
      const facts = file.facts[index];
      const type = target.startsWith('attribute:') ? file.types.get(target.slice('attribute:'.length)) : undefined;
      return facts && type && wanted.includes(type) ? [facts] : [];
    });
  const numbers = ofTypes('number').map((each) => each.numbers);
  const dates = ofTypes('date', 'timestamp').map((each) => each.dates);
  const seen = styleOf(numbers, dates, file.isWorkbook);
  return {
    decimalMark: file.reading.decimalMark ?? seen.decimalMark,
    dayOrder: file.reading.dayOrder ?? seen.dayOrder,
    numbers: numbers.flatMap(({ either }) => either).slice(0, 3),
    dates: dates.flatMap(({ either }) => either).slice(0, 3),
  };
}

/** What is still open, in the order in which it is asked. */
export function openQuestions(file: MappedFile): ImportQuestion[] {
  const { mapping, facts, reading } = file;
  const ofColumns = mapping.flatMap((target, column): ImportQuestion[] => {
    if (target === 'undecided') return [{ about: 'column', column }];
    if (!isMailField(target)) return [];
    return valuesIn(facts[column], target)
      .filter(({ value }) => meaningIn(file, { column, field: target, value }) === null)
      .map(({ value }) => ({ about: 'value', column, value }));
  });
  const style = styleIn(file);
  const hint = mapping.some(isMailField) ? null : meaningOfFileName(file.fileName);
  return [
    ...ofColumns,
    ...(style.decimalMark === null && style.numbers.length > 0
      ? [{ about: 'decimalMark' as const, examples: style.numbers }]
      : []),
    ...(style.dayOrder === null && style.dates.length > 0
      ? [{ about: 'dayOrder' as const, examples: style.dates }]
      : []),
    ...(hint !== null && reading.everyone === null ? [{ about: 'everyone' as const, hint }] : []),
  ];
}

/** The question in words, for a program that left it open. */
export function questionInWords(question: ImportQuestion, columns: readonly string[]): string {
  switch (question.about) {
    case 'column':
      return `“${columns[question.column]}” may say who does not want mail. Map it to mailStatus, acceptsMail, unsubscribed, confirmed, bounced or complained; or to an attribute, or leave it out, if it does not.`;
    case 'value':
      return `Say in reading.mailValues what ${valueInWords(question.value)} means in “${columns[question.column]}”.`;
    case 'decimalMark':
      return `Say in reading.decimalMark what separates decimals in numbers such as ${question.examples.join(', ')}.`;
    case 'dayOrder':
      return `Say in reading.dayOrder whether the day or the month comes first in dates such as ${question.examples.join(', ')}.`;
    case 'everyone':
      return `Say in reading.everyone whether the people in this file are ${question.hint}: its name says so, and no column does.`;
  }
}

export function valueInWords(value: string): string {
  if (value === emptyValue) return 'an empty cell';
  if (value === anyText) return 'any other text';
  return value.startsWith('(') ? `a ${value.slice(1, -1)}` : `“${value}”`;
}
