import type { PathsAnswer } from '@engagex/domain/explore';
import { isSame } from '../answer-tables.ts';

export const drawing = { width: 1_000, height: 320, node: 10, gap: 10, top: 18, least: 80, label: 140 } as const;

type Node = PathsAnswer['nodes'][number];

export interface PlacedNode {
  readonly node: Node;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface PlacedLink {
  readonly key: string;
  readonly people: number;
  readonly path: string;
  readonly thickness: number;
}

/** Steps as bars in columns, as high as people took them, and the ways between them. Before the event runs to the left. */
export function layOut(
  { nodes, links, direction }: PathsAnswer,
  width: number = drawing.width,
): {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
} {
  const columns = [...Map.groupBy(nodes, ({ place }) => place)].toSorted(([one], [other]) => one - other);
  const last = Math.max(1, columns.length - 1);
  const most = Math.max(1, ...columns.map(([, own]) => sum(own.map(({ people }) => people))));
  const fullest = Math.max(1, ...columns.map(([, own]) => own.length));
  const room = drawing.height - drawing.top - (fullest - 1) * (drawing.gap + drawing.top);
  const scale = Math.max(room, drawing.least) / most;
  const placed = columns.flatMap(([place, own]) => {
    const column = direction === 'after' ? place : last - place;
    const x = (column / last) * (width - drawing.label);
    let y: number = drawing.top;
    return own
      .toSorted((one, other) => other.people - one.people)
      .map((node) => {
        const height = Math.max(2, node.people * scale);
        const at = y;
        y += height + drawing.gap + drawing.top;
        return { node, x, y: at, height };
      });
  });
  const used = new Map<string, number>();
  const take = (key: string, from: number, thickness: number) => {
    const offset = used.get(key) ?? 0;
    used.set(key, offset + thickness);
    return from + offset + thickness / 2;
  };
  const ways = links.flatMap(({ from, to, people }, index) => {
    const start = placed.find(({ node }) => isSame(node, from));
    const end = placed.find(({ node }) => isSame(node, to));
    if (!start || !end) return [];
    const thickness = Math.max(1, people * scale);
    const [left, right] = direction === 'after' ? [start, end] : [end, start];
    const y1 = take(`out ${keyOf(left)}`, left.y, thickness);
    const y2 = take(`in ${keyOf(right)}`, right.y, thickness);
    const [x1, x2] = [left.x + drawing.node, right.x];
    const bend = (x1 + x2) / 2;
    return [{ key: `${index}`, people, thickness, path: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}` }];
  });
  return { nodes: placed, links: ways };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const keyOf = ({ node: { place, name, value } }: PlacedNode) => JSON.stringify([place, name, value]);
