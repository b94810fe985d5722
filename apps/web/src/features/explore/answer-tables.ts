import { type AnswerTable, type ExploreAnswer, type ExploreQuery, tableOf as tableIn } from '@engagex/domain/explore';
import { formats } from './answer-formats.ts';

export { type AnswerTable, type Cell, isSame, lineName } from '@engagex/domain/explore';

/** An answer as a table, as this person wants numbers and days written. */
export function tableOf(answer: ExploreAnswer, query: ExploreQuery): AnswerTable {
  return tableIn(answer, query, formats);
}

/** RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe. */
export function csvOf({ columns, rows }: AnswerTable): string {
  const lines = [columns, ...rows.map((row) => row.map(({ value }) => value))];
  return `${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value)) return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
