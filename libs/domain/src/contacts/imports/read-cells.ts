import { type AttributeType, readAttribute, type ReadAttribute } from '../attributes.ts';
import { valueKey } from './consent.ts';
import { saysNo, saysYes } from './consent-words.ts';
import { readDay, readMoment } from './dates.ts';
import { readNumber } from './numbers.ts';
import { isPlaceholder, textIn } from './plain-name.ts';
import type { FileStyle } from './survey.ts';

/** The note on a cell that holds `n/a`, `NULL` and the like. */
export const standsForNothing = 'stands for no value';

/** Reads cells of a file as values of an attribute, in the file's style; cells are trimmed and not empty. */
export function attributeReader(type: AttributeType, style: FileStyle): (cell: string) => ReadAttribute {
  const read = readers(style)[type];
  const isText = type === 'text' || type === 'list';
  return (cell) => {
    const said = isText ? textIn(cell) : isPlaceholder(cell) ? null : cell;
    return said === null ? { problem: standsForNothing } : read(said);
  };
}

function readers({
  decimalMark,
  dayOrder,
}: FileStyle): Readonly<Record<AttributeType, (cell: string) => ReadAttribute>> {
  const orProblem = (value: string | number | boolean | null, problem: string) =>
    value === null ? { problem } : { value };
  return {
    text: (cell) => readAttribute('text', cell),
    number: (cell) => orProblem(readNumber(cell, decimalMark), 'is not a number'),
    boolean: (cell) => orProblem(polarity(cell), 'is neither yes nor no'),
    date: (cell) => orProblem(readDay(cell, dayOrder), 'is not a date'),
    timestamp: (cell) => orProblem(readMoment(cell, dayOrder), 'is not a date and time'),
    list: (cell) => readAttribute('list', cell),
  };
}

function polarity(cell: string): boolean | null {
  const key = valueKey(cell);
  return saysYes(key) ? true : saysNo(key) ? false : null;
}
