import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';

/** The parent of sections. */
export const top = '';

/** A section, column or block without what is in it, and the id of what it is in. */
export type FlatNode =
  | { readonly kind: 'section'; readonly parent: string; readonly own: Omit<Section, 'columns'> }
  | { readonly kind: 'column'; readonly parent: string; readonly own: Omit<Column, 'blocks'> }
  | { readonly kind: 'block'; readonly parent: string; readonly own: Block };

export interface FlatDocument {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  /** What is in something, in its order. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
}

export function flatten({ sections }: EmailDocument): FlatDocument {
  const nodes = new Map<string, FlatNode>();
  const orders = new Map<string, readonly string[]>([[top, sections.map(({ id }) => id)]]);
  for (const { columns, ...section } of sections) {
    nodes.set(section.id, { kind: 'section', parent: top, own: section });
    orders.set(
      section.id,
      columns.map(({ id }) => id),
    );
    for (const { blocks, ...column } of columns) {
      nodes.set(column.id, { kind: 'column', parent: section.id, own: column });
      orders.set(
        column.id,
        blocks.map(({ id }) => id),
      );
      for (const block of blocks) nodes.set(block.id, { kind: 'block', parent: column.id, own: block });
    }
  }
  return { nodes, orders };
}

/** The sections again. */
export function unflatten({ nodes, orders }: FlatDocument): Section[] {
  const inside = (id: string) => (orders.get(id) ?? []).flatMap((each) => nodes.get(each) ?? []);
  const blocksOf = (id: string): Block[] => inside(id).flatMap((node) => (node.kind === 'block' ? [node.own] : []));
  const columnsOf = (id: string): Column[] =>
    inside(id).flatMap((node) => (node.kind === 'column' ? [{ ...node.own, blocks: blocksOf(node.own.id) }] : []));
  return inside(top).flatMap((node) =>
    node.kind === 'section' ? [{ ...node.own, columns: columnsOf(node.own.id) }] : [],
  );
}
