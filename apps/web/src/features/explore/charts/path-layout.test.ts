import type { PathsAnswer } from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { drawing, layOut } from './path-layout.ts';

const node = (place: number, name: string, people: number) => ({ place, name, value: null, people, ended: 0 });
const answer = (direction: 'after' | 'before'): PathsAnswer => ({
  kind: 'paths',
  timeZone: 'UTC',
  weekStart: 'monday',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  asOf: '2026-11-30T00:00:00.000Z',
  direction,
  nodes: [node(0, 'page_view', 10), node(1, 'purchase', 2), node(1, 'add_to_cart', 6)],
  links: [
    { from: { place: 0, name: 'page_view', value: null }, to: { place: 1, name: 'purchase', value: null }, people: 2 },
    {
      from: { place: 0, name: 'page_view', value: null },
      to: { place: 1, name: 'add_to_cart', value: null },
      people: 6,
    },
  ],
});

test('bars are as high as their people, inside the drawing, and do not overlap', () => {
  const { nodes, links } = layOut(answer('after'));
  const of = (name: string) => nodes.find((each) => each.node.name === name)!;
  expect(of('add_to_cart').height).toBeCloseTo(3 * of('purchase').height);
  expect(of('purchase').y).toBeGreaterThan(of('add_to_cart').y + of('add_to_cart').height);
  for (const { y, height } of nodes) expect(y + height).toBeLessThanOrEqual(drawing.height);
  expect(links.map(({ thickness }) => Math.round(thickness / of('purchase').height))).toEqual([1, 3]);
});

test('what people did before runs from left to right too, towards the event', () => {
  const { nodes } = layOut(answer('before'));
  const xOf = (name: string) => nodes.find((each) => each.node.name === name)!.x;
  expect(xOf('page_view')).toBeGreaterThan(xOf('purchase'));
});

test('nothing to show is no mistake', () => {
  expect(layOut({ ...answer('after'), nodes: [], links: [] })).toEqual({ nodes: [], links: [] });
});
