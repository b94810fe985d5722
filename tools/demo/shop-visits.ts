/** Weeks of visits to the demo shop, as its pages and its server tell them: who looks around, what they buy, who they turn out to be. */
import { emailOf, rowOfAddress } from './shop-export.ts';

const products = [
  { id: 'linen-shirt', price: 49 },
  { id: 'wool-coat', price: 219 },
  { id: 'leather-boots', price: 159 },
  { id: 'canvas-bag', price: 69 },
  { id: 'cashmere-scarf', price: 89 },
  { id: 'felt-hat', price: 79 },
] as const;
const sources = ['newsletter', 'search', 'social', undefined, undefined] as const;
const devices = ['phone', 'phone', 'desktop', 'tablet'] as const;

const weeks = 4;
const visitors = 420;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Some come often. */
const anyVisitor = (chance: () => number) => Math.floor(visitors * chance() ** 1.7);

export type ShopEvent = Readonly<Record<string, unknown>>;

/** All visits of the weeks before `now`, in order. The same every time, apart from when it was. */
export function pastVisits(now: number): ShopEvent[] {
  const chance = chanceFrom(7);
  const visits: ShopEvent[][] = [];
  for (let day = weeks * 7; day > 0; day -= 1) {
    const isWeekend = [0, 6].includes(new Date(now - day * dayMs).getUTCDay());
    const count = Math.round((isWeekend ? 22 : 32) * (1.6 - day / 50) * (0.85 + chance() * 0.3));
    for (let visit = 0; visit < count; visit += 1) {
      const at = now - (day - 1) * dayMs - chance() * dayMs;
      const orderId = `S-${1_000 + day * 100 + visit}`;
      visits.push(visitOf({ name: `${day}-${visit}`, number: anyVisitor(chance), from: at, chance, orderId }));
    }
  }
  return visits.flat().filter((event) => Date.parse(String(event['timestamp'])) < now);
}

/** One visit that has just ended. */
export function visitNow(count: number, now: number): ShopEvent[] {
  const chance = chanceFrom(now + count);
  const orderId = `S-${Math.floor(now / 1_000)}`;
  const events = visitOf({ name: `now-${now}`, number: anyVisitor(chance), from: now, chance, orderId });
  return everyFewMs(events, now - 20_000, 2_000);
}

/** Long enough for all of a visit from a message. */
export const visitFromMessageMs = 5_000;

/** What whoever got a message at this address does in the shop after following a link to `landing`. Half of the buyers sign in. */
export function visitFromMessage({ address, landing, at }: { address: string; landing: string; at: number }) {
  const number = rowOfAddress(address);
  const name = `message-${at}-${number}`;
  const visit = { name, number, from: at, chance: chanceFrom(at + number), orderId: `N-${number}` };
  return everyFewMs(visitOf({ ...visit, landing, isGuest: Math.floor(number / 20) % 2 === 1 }), at + 200, 500);
}

function everyFewMs(events: readonly ShopEvent[], from: number, every: number): ShopEvent[] {
  return events.map((event, index) => ({ ...event, timestamp: new Date(from + index * every).toISOString() }));
}

interface Visit {
  /** Of this visit alone. */
  readonly name: string;
  /** The visitor's row in the shop's export. */
  readonly number: number;
  readonly from: number;
  readonly chance: () => number;
  readonly orderId: string;
  /** The address that a link of a message led to; such visitors look for something. */
  readonly landing?: string;
  readonly isGuest?: boolean;
}

function visitOf({ name, number, from, chance, orderId, landing, isGuest = false }: Visit): ShopEvent[] {
  const anonymousId = `visitor-${number}`;
  const userId = `customer-${number}`;
  const device = devices[number % devices.length];
  const source = landing ? 'newsletter' : sources[Math.floor(chance() * sources.length)];
  const events: ShopEvent[] = [];
  let at = from;
  function tell(event: string, properties: ShopEvent, known = false) {
    const messageId = `demo-${name}-${events.length}`;
    const told = { ...properties, device, ...(source && { utm_source: source }) };
    const timestamp = new Date(at).toISOString();
    events.push({ event, anonymousId, ...(known && { userId }), messageId, timestamp, properties: told });
    at += (0.3 + chance() * 2.5) * minuteMs;
  }
  tell('page_view', { path: '/', title: 'Demo shop', ...(landing && { url: landing }) });
  let wanted: (typeof products)[number] | undefined;
  for (let looks = Math.floor(chance() * 4) + (landing ? 1 : 0); looks > 0; looks -= 1) {
    wanted = products[Math.floor(products.length * chance() ** 1.4)];
    if (wanted) tell('page_view', { path: `/products/${wanted.id}`, title: wanted.id, product_id: wanted.id });
  }
  if (chance() < 0.12) tell('search', { query: ['coat', 'gift', 'scarf', 'boots'][number % 4] });
  if (!wanted || chance() > 0.38) return events;
  tell('add_to_cart', { product_id: wanted.id, price: wanted.price });
  if (chance() > (landing ? 0.8 : 0.45)) return events;
  tell('page_view', { path: '/checkout', title: 'Checkout' });
  if (chance() > 0.75) return events;
  if (!isGuest)
    events.push({
      type: 'identify',
      anonymousId,
      userId,
      messageId: `demo-${name}-identify`,
      timestamp: new Date(at).toISOString(),
      traits: { email: emailOf(number) },
    });
  const pieces = chance() < 0.2 ? 2 : 1;
  const currency = number % 9 === 4 ? 'CHF' : 'EUR';
  const order = { order_id: orderId, order_amount: wanted.price * pieces, currency };
  tell('purchase', { ...order, product_id: wanted.id, quantity: pieces }, !isGuest);
  return events;
}

/** The same numbers for the same seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
