import { type ImportDelimiter, importDelimiters } from '@engagex/domain/contacts';

const looked = 20;

/**
 * Which character separates the columns: the one that gives the first lines most columns, and best the same number in
 * each. A line `sep=;`, which Excel writes and obeys, settles it.
 */
export function detectDelimiter(head: string): ImportDelimiter {
  const lines = head
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '');
  const said = /^sep=(.)$/.exec(lines[0] ?? '')?.[1];
  const settled = importDelimiters.find((delimiter) => delimiter === said);
  if (settled) return settled;
  const scored = importDelimiters.map((delimiter) => ({ delimiter, score: scoreOf(delimiter, lines) }));
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).delimiter;
}

function scoreOf(delimiter: string, lines: readonly string[]): number {
  const [header = 0, ...rows] = lines.slice(0, looked).map((line) => line.split(delimiter).length - 1);
  const same = rows.filter((count) => count === header).length;
  return header * (1 + same);
}
