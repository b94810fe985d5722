import type { ExploreQueryInput } from '../explore/index.ts';

interface StarterCard {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly kind: 'chart' | 'number';
  readonly name: string;
  readonly query: ExploreQueryInput;
}

const period = { kind: 'last', days: 30 } as const;
const event = (name: string) => ({ name, properties: [] });
const revenue = { kind: 'sum', property: 'order_amount' } as const;

const number = (
  name: string,
  query: Extract<ExploreQueryInput, { kind: 'series' | 'funnel' }>,
  x: number,
): StarterCard => ({
  x,
  y: 0,
  w: 3,
  h: 1,
  kind: 'number',
  name,
  query,
});

const daily = (...names: readonly string[]): Extract<ExploreQueryInput, { kind: 'series' }> => ({
  kind: 'series',
  period,
  interval: 'day',
  events: names.map(event),
  comparesBefore: names.length === 1,
});

/** What a shop asks first, of its standard events. */
export const shopDashboard: readonly StarterCard[] = [
  number('Revenue', { ...daily('purchase'), measure: revenue }, 0),
  number('Purchases', daily('purchase'), 3),
  number('Customers', { ...daily('purchase'), measure: { kind: 'people' } }, 6),
  number('Visitors', { ...daily('page_view'), measure: { kind: 'people' } }, 9),
  { x: 0, y: 1, w: 8, h: 3, kind: 'chart', name: 'Revenue per day', query: { ...daily('purchase'), measure: revenue } },
  {
    x: 8,
    y: 1,
    w: 4,
    h: 3,
    kind: 'chart',
    name: 'Most viewed products',
    query: {
      kind: 'top',
      period,
      event: { name: 'page_view', properties: [{ name: 'product_id', type: 'text', predicate: { op: 'is_set' } }] },
      property: 'product_id',
      most: 10,
    },
  },
  {
    x: 0,
    y: 4,
    w: 6,
    h: 3,
    kind: 'chart',
    name: 'From page view to purchase',
    query: { kind: 'funnel', period, steps: [event('page_view'), event('add_to_cart'), event('purchase')] },
  },
  {
    x: 6,
    y: 4,
    w: 6,
    h: 3,
    kind: 'chart',
    name: 'What people do',
    query: daily('page_view', 'add_to_cart', 'purchase'),
  },
];
