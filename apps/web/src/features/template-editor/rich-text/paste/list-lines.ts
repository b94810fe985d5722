import { documentLimits, type Inline, type List } from '@engagex/domain/documents';

/** One paragraph of a list as it is read, before lists are put into one another. */
export interface ListLine {
  /** 1 for the outermost list. */
  readonly depth: number;
  readonly isOrdered: boolean;
  readonly start: number;
  /** False for a further paragraph of the same item. */
  readonly isNew: boolean;
  readonly content: Inline[];
}

type Item = List['content'][number];

/** Lines as lists inside one another; levels that are left out, or deeper than the limit, move up. */
export function listsOf(lines: readonly ListLine[]): List[] {
  const done: List[] = [];
  const open: { depth: number; list: List }[] = [];
  for (const line of lines) {
    const paragraph = { type: 'paragraph', content: line.content } as const;
    while ((open.at(-1)?.depth ?? 0) > line.depth) open.pop();
    const last = open.at(-1);
    const item: Item = { type: 'listItem', content: [paragraph] };
    const isSameList = last?.depth === line.depth && (last.list.type === 'orderedList') === line.isOrdered;
    if (last && (isSameList || open.length >= documentLimits.listDepth)) {
      if (line.isNew) last.list.content.push(item);
      else last.list.content.at(-1)?.content.push(paragraph);
      continue;
    }
    if (last?.depth === line.depth) open.pop();
    const list: List = line.isOrdered
      ? { type: 'orderedList', attrs: { start: line.start }, content: [item] }
      : { type: 'bulletList', content: [item] };
    const around = open.at(-1)?.list.content.at(-1);
    if (around) around.content.push(list);
    else done.push(list);
    open.push({ depth: line.depth, list });
  }
  return done;
}
