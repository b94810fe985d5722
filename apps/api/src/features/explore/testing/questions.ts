import {
  type ChosenEvent,
  type ExploreKind,
  type ExploreQuery,
  exploreKinds,
  exploreQuery,
  type Period,
} from '@engagex/domain/explore';
import type { Chance } from '../../../testing/chance.ts';
import { addDays } from './definitions.ts';

/** One question of each kind about the days around this one. */
export function newQuestions(chance: Chance, day: string): ExploreQuery[] {
  return exploreKinds.map((kind) => exploreQuery.parse(questionBy(chance, { kind, day })));
}

function questionBy(chance: Chance, { kind, day }: { kind: ExploreKind; day: string }): unknown {
  const period = periodBy(chance, day);
  const event = () => eventBy(chance);
  const times = (least: number, most: number) => Array.from({ length: chance.between(least, most) }, event);
  const breakdown = () =>
    chance.oneOf([null, { property: chance.oneOf(['p', 'currency']), most: chance.between(1, 3) }]);
  const measure = () =>
    chance.oneOf([
      { kind: 'events' },
      { kind: 'people' },
      { kind: chance.oneOf(['sum', 'average', 'minimum', 'maximum']), property: 'amount' },
    ]);
  switch (kind) {
    case 'series': {
      const isPlain = chance() < 0.3;
      return {
        kind,
        period,
        interval: chance.oneOf(['hour', 'day', 'week', 'month']),
        events: isPlain ? [{ name: 'a' }, { name: null }] : times(1, 2),
        measure: isPlain ? { kind: 'events' } : measure(),
        breakdown: isPlain ? null : breakdown(),
        comparesBefore: chance() < 0.5,
      };
    }
    case 'funnel': {
      const order = chance.oneOf(['ordered', 'strict', 'any']);
      const window = chance.oneOf([
        { count: 1, unit: 'day' },
        { count: 7, unit: 'hour' },
        { count: 45, unit: 'minute' },
      ]);
      const exclusions = chance() < 0.3 ? times(1, 2) : [];
      return {
        kind,
        period,
        steps: times(2, order === 'any' ? 3 : 4),
        order,
        window,
        exclusions,
        breakdown: breakdown(),
      };
    }
    case 'retention': {
      const counts = chance.oneOf(['first_time', 'every_time']);
      const interval = chance.oneOf(['day', 'day', 'week', 'month']);
      return { kind, period, interval, begins: event(), returns: event(), counts, intervals: chance.between(1, 6) };
    }
    case 'paths': {
      const direction = chance.oneOf(['after', 'before']);
      const [steps, most] = [chance.between(1, 4), chance.between(1, 3)];
      const gapMinutes = chance.oneOf([1, 30, 24 * 60]);
      return { kind, period, direction, event: event(), property: chance.oneOf([null, 'p']), steps, most, gapMinutes };
    }
    case 'top':
      return {
        kind,
        period,
        event: event(),
        property: chance.oneOf([null, 'p']),
        measure: measure(),
        most: chance.between(1, 4),
      };
  }
}

function periodBy(chance: Chance, day: string): Period {
  const from = addDays(day, -chance.between(0, 3));
  return { kind: 'between', from, to: addDays(from, chance.between(0, 6)) };
}

function eventBy(chance: Chance): ChosenEvent {
  const name = chance.oneOf(['a', 'a', 'b', 'c', 'purchase', null]);
  if (chance() < 0.7) return { name, properties: [] };
  return {
    name,
    properties: [
      chance.oneOf<ChosenEvent['properties'][number]>([
        { type: 'text', name: 'p', predicate: { op: 'is', value: chance.oneOf(['x', '5']) } },
        { type: 'number', name: 'amount', predicate: { op: 'gt', value: 10 } },
        { type: 'boolean', name: 'p', predicate: { op: 'is', value: true } },
      ]),
    ],
  };
}
