import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridColumns, moveCard, overlap, type Place, placeFor, resizeCard, settle } from './grid.ts';

const cards = fc
  .array(
    fc.record({
      x: fc.integer({ min: 0, max: 11 }),
      y: fc.integer({ min: 0, max: 30 }),
      w: fc.integer({ min: 1, max: 12 }),
      h: fc.integer({ min: 1, max: 8 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((places) => settle(places.map((place, index): Place => ({ ...place, id: String(index) }))));

function expectGood(placed: readonly Place[]): void {
  for (const card of placed) {
    expect(card.x >= 0 && card.x + card.w <= gridColumns, JSON.stringify(card)).toBe(true);
    expect(placed.filter((other) => overlap(card, other))).toEqual([]);
    const isHeld = card.y === 0 || placed.some((other) => overlap({ ...card, y: card.y - 1 }, other));
    expect(isHeld, `${JSON.stringify(card)} hangs`).toBe(true);
  }
}

test('whatever is moved or resized, no cards overlap, leave the grid or leave gaps above them', () => {
  const change = fc.record({
    at: fc.nat(),
    isMove: fc.boolean(),
    x: fc.integer({ min: -3, max: 14 }),
    y: fc.integer({ min: -3, max: 40 }),
  });
  fc.assert(
    fc.property(cards, fc.array(change, { maxLength: 6 }), (begun, changes) => {
      expectGood(begun);
      let placed = begun;
      for (const { at, isMove, x, y } of changes) {
        const { id } = placed[at % placed.length]!;
        placed = isMove ? moveCard(placed, id, { x, y }) : resizeCard(placed, id, { w: x, h: y });
        expectGood(placed);
        expect(placed.map((card) => card.id)).toEqual(begun.map((card) => card.id));
      }
    }),
  );
});

test('cards that are settled stay where they are, and a new one overlaps none', () => {
  fc.assert(
    fc.property(cards, fc.integer({ min: 1, max: 12 }), (placed, w) => {
      expect(settle(placed)).toEqual(placed);
      const added = { id: 'new', w, h: 2, ...placeFor(placed, { w, h: 2 }) };
      expect(placed.filter((card) => overlap(card, added))).toEqual([]);
      expectGood(settle([...placed, added]));
    }),
  );
});

test('a card that is dragged over others takes their place, and they go below it', () => {
  const row = [
    { id: 'a', x: 0, y: 0, w: 6, h: 2 },
    { id: 'b', x: 6, y: 0, w: 6, h: 2 },
    { id: 'c', x: 0, y: 2, w: 12, h: 1 },
  ];
  expect(moveCard(row, 'c', { x: 0, y: 0 })).toEqual([
    { id: 'a', x: 0, y: 1, w: 6, h: 2 },
    { id: 'b', x: 6, y: 1, w: 6, h: 2 },
    { id: 'c', x: 0, y: 0, w: 12, h: 1 },
  ]);
  expect(resizeCard(row, 'a', { w: 8, h: 2 })).toEqual([
    { id: 'a', x: 0, y: 0, w: 8, h: 2 },
    { id: 'b', x: 6, y: 2, w: 6, h: 2 },
    { id: 'c', x: 0, y: 4, w: 12, h: 1 },
  ]);
});
