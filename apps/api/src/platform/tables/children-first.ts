/** One table's rows go before another's. */
export interface GoesBefore {
  readonly table: string;
  readonly before: string;
}

/** The tables in an order in which each goes before those it must, and otherwise as they came. Throws for a circle. */
export function childrenFirst(tables: readonly string[], edges: readonly GoesBefore[]): string[] {
  const waiting = new Set(tables);
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const held = new Set(edges.filter(({ table }) => waiting.has(table)).map(({ before }) => before));
    const free = [...waiting].find((table) => !held.has(table));
    if (free === undefined) throw new Error(`Each of these tables goes before another: ${[...waiting].join(', ')}.`);
    waiting.delete(free);
    ordered.push(free);
  }
  return ordered;
}
