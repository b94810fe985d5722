import { randomUUID } from 'node:crypto';
import type { WeekStart } from '@engagex/domain/explore';
import type { Chance } from '../../../testing/chance.ts';

/** An event of a made-up organization. */
export interface Deed {
  readonly id: string;
  readonly name: string;
  readonly kind: 'track' | 'page' | 'identify';
  /** The id it came with. */
  readonly person: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface History {
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  readonly now: Date;
  readonly people: readonly { readonly id: string; readonly kind: 'anonymous' | 'known' }[];
  /** Who turned out to be whom. */
  readonly merges: ReadonlyMap<string, string>;
  readonly deeds: readonly Deed[];
}

/** Days on which clocks do something: change by an hour or half of one, at midnight, or leave a day out. */
const places: readonly [Place, ...Place[]] = [
  { timeZone: 'Asia/Kathmandu', days: ['2025-10-26', '2025-03-30'] },
  { timeZone: 'Australia/Lord_Howe', days: ['2025-04-06', '2025-10-05'] },
  { timeZone: 'Pacific/Apia', days: ['2011-12-30', '2011-12-31', '2020-04-05', '2020-09-27'] },
  { timeZone: 'America/New_York', days: ['2025-03-09', '2025-11-02'] },
  { timeZone: 'Atlantic/Azores', days: ['2025-03-30', '2025-10-26'] },
  { timeZone: 'America/Sao_Paulo', days: ['2018-02-18', '2018-11-04'] },
];
interface Place {
  readonly timeZone: string;
  readonly days: readonly [string, ...string[]];
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** A few people around one such day, with repeats, the same moments told twice and merges. */
export function newHistory(chance: Chance): History & { readonly day: string } {
  const { timeZone, days } = chance.oneOf(places);
  const around = chance.oneOf([...days] as [string, ...string[]]); // the same days, of a type that is not readonly
  const people = Array.from({ length: chance.between(1, 5) }, (_, index) => ({
    id: randomUUID(),
    kind: index % 3 === 2 ? ('known' as const) : ('anonymous' as const),
  }));
  const known = people.filter(({ kind }) => kind === 'known');
  const merges = new Map(
    people.flatMap(({ id, kind }) => {
      const into = known[chance.between(0, known.length)];
      return kind === 'anonymous' && into ? [[id, into.id] as const] : [];
    }),
  );
  const start = Date.parse(`${around}T00:00Z`) - chance.between(1, 4) * day;
  const length = chance.oneOf([2, 4, 9]) * day;
  const step = chance.oneOf([minute, 15 * minute, 7 * 60 * minute]);
  const deeds = Array.from({ length: chance.between(0, 45) }, (): Deed => {
    const at = start + Math.floor((chance() * length) / step) * step;
    return {
      id: randomUUID(),
      name: chance.oneOf(['a', 'a', 'b', 'c', 'purchase']),
      kind: chance() < 0.05 ? 'identify' : chance.oneOf(['track', 'page']),
      person: people[chance.between(0, people.length - 1)]?.id ?? '',
      at,
      receivedAt: at + chance.oneOf([0, 0, 1_000, 3 * 60 * minute, 3 * day]),
      properties: propertiesBy(chance),
    };
  });
  const now = new Date(start + chance.oneOf([0.4, 0.8, 1, 3]) * length + chance.between(0, 5) * 61 * minute);
  const weekStart = chance.oneOf<WeekStart>(['monday', 'sunday', 'saturday']);
  return { timeZone, weekStart, now, people, merges, deeds, day: around };
}

function propertiesBy(chance: Chance): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  if (chance() < 0.8) properties['p'] = chance.oneOf(['x', 'X', 'y', '', 5, '5', true, null, { of: 1 }, 'é\u{1F600}']);
  if (chance() < 0.7) properties['amount'] = chance.oneOf([chance.between(-500, 5_000) / 100, 0.1, 0.2, '3', 1e9]);
  if (chance() < 0.5) {
    properties['order_amount'] = chance.between(0, 10_000) / 100;
    properties['currency'] = chance.oneOf(['EUR', 'JPY']);
  }
  return properties;
}
