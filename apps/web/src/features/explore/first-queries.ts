import type { ExploreKind, ExploreQuery } from '@engagex/domain/explore';

const period = { kind: 'last', days: 30 } as const;
const event = (name: string | null) => ({ name, properties: [] });

/** What each kind begins with: questions a shop asks. `names` are the events there are, the most frequent first. */
export function firstQuery(kind: ExploreKind, names: readonly string[]): ExploreQuery {
  const [first = 'page_view', second = 'purchase'] = names;
  const known = (name: string, otherwise: string) => (names.length === 0 || names.includes(name) ? name : otherwise);
  const view = known('page_view', first);
  const buy = known('purchase', second);
  switch (kind) {
    case 'series':
      return {
        kind,
        period,
        interval: 'day',
        events: [event(view)],
        measure: { kind: 'events' },
        breakdown: null,
        comparesBefore: false,
      };
    case 'funnel':
      return {
        kind,
        period,
        steps: [view, ...(names.includes('add_to_cart') ? ['add_to_cart'] : []), buy].map(event),
        order: 'ordered',
        window: { count: 14, unit: 'day' },
        exclusions: [],
        breakdown: null,
      };
    case 'retention':
      return {
        kind,
        period: { kind: 'last', days: 56 },
        interval: 'week',
        begins: event(view),
        counts: 'first_time',
        returns: event(null),
        intervals: 8,
      };
    case 'paths':
      return {
        kind,
        period,
        direction: 'after',
        event: event(view),
        property: null,
        steps: 4,
        most: 8,
        gapMinutes: 30,
      };
    case 'top':
      return { kind, period, event: event(view), property: 'product_id', measure: { kind: 'events' }, most: 20 };
  }
}
