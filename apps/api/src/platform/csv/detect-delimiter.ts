import { type ImportDelimiter, importDelimiters } from '@engagex/domain/contacts';

const looked = 20;

/**
 * Which character separates the columns: the one that gives most of the first lines the same number of columns, whatever
 * title stands above them. A line `sep=;`, which Excel writes and obeys, settles it.
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
  const lineCounts = new Map<number, number>();
  for (const line of lines.slice(0, looked)) {
    const count = line.split(delimiter).length - 1;
    lineCounts.set(count, (lineCounts.get(count) ?? 0) + 1);
  }
  return Math.max(...[...lineCounts].map(([count, same]) => count * same * same), 0);
}
