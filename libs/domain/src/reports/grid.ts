/** Where cards of a dashboard are: a grid of 12 columns in which no two overlap and none hangs in the air. */

export const gridColumns = 12;

export interface Place {
  readonly id: string;
  /** The left column, from 0. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const overlap = (one: Place, other: Place): boolean =>
  one.id !== other.id &&
  one.x < other.x + other.w &&
  other.x < one.x + one.w &&
  one.y < other.y + other.h &&
  other.y < one.y + one.h;

const inReadingOrder = (one: Place, other: Place) => one.y - other.y || one.x - other.x;

/** The cards in the order in which they are read, which is also their order in one column. */
export function inOrder<Card extends Place>(cards: readonly Card[]): Card[] {
  return cards.toSorted(inReadingOrder);
}

/** Puts each card as high as it goes. One named `first` keeps its place over the others as far as it can. */
export function settle<Card extends Place>(cards: readonly Card[], first?: string): Card[] {
  const order = inOrder(cards.map(withinGrid)).toSorted(
    (one, other) => Number(other.id === first) - Number(one.id === first) || inReadingOrder(one, other),
  );
  const moved = cards.find(({ id }) => id === first);
  const placed: Card[] = [];
  for (const card of order) placed.push(firstFree(card, placed, card.id === first ? (moved?.y ?? 0) : 0));
  // What was moved may have left room above it.
  const settled: Card[] = [];
  for (const card of inOrder(placed)) settled.push(firstFree(card, settled, 0));
  return cards.map((card) => settled.find(({ id }) => id === card.id) ?? card);
}

/** Moves a card to another place; others give way downwards. */
export function moveCard<Card extends Place>(cards: readonly Card[], id: string, to: { x: number; y: number }): Card[] {
  return settle(
    cards.map((card) => (card.id === id ? { ...card, x: to.x, y: Math.max(0, to.y) } : card)),
    id,
  );
}

export function resizeCard<Card extends Place>(
  cards: readonly Card[],
  id: string,
  to: { w: number; h: number },
): Card[] {
  return settle(
    cards.map((card) => (card.id === id ? { ...card, ...withinLimits(card, to) } : card)),
    id,
  );
}

export const cardLimits = { leastWidth: 2, leastHeight: 1, mostHeight: 8 } as const;

function withinLimits({ x }: Place, { w, h }: { w: number; h: number }) {
  const { leastWidth, leastHeight, mostHeight } = cardLimits;
  return { w: between(w, leastWidth, gridColumns - x), h: between(h, leastHeight, mostHeight) };
}

/** Where a new card of this size goes: in the first gap that is wide enough, else below all others. */
export function placeFor(cards: readonly Place[], size: { w: number; h: number }): { x: number; y: number } {
  const bottom = Math.max(0, ...cards.map(({ y, h }) => y + h));
  for (let y = 0; y < bottom; y += 1)
    for (let x = 0; x + size.w <= gridColumns; x += 1)
      if (!cards.some((card) => overlap(card, { id: '', x, y, ...size }))) return { x, y };
  return { x: 0, y: bottom };
}

function firstFree<Card extends Place>(card: Card, placed: readonly Card[], from: number): Card {
  let y = from;
  while (placed.some((other) => overlap({ ...card, y }, other))) y += 1;
  return { ...card, y };
}

function withinGrid<Card extends Place>(card: Card): Card {
  const w = between(card.w, 1, gridColumns);
  return { ...card, w, x: between(card.x, 0, gridColumns - w) };
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
