import type { Measure } from '@engagex/domain/explore';
import type { Values } from './deeds.ts';

/** What a measure needs of each event `r`: a number where it is made of one. */
export function numberOf(measure: Measure, { put }: Values): string {
  if (!('property' in measure)) return 'null::numeric';
  const json = `(r.properties -> ${put(measure.property, 'text')})`;
  return `case when jsonb_typeof(${json}) = 'number' then ${json}::numeric end`;
}

/** What is made of rows with `person` and `x`. */
export function amountOf({ kind }: Measure): string {
  switch (kind) {
    case 'events':
      return 'count(*)::numeric';
    case 'people':
      return 'count(distinct person)::numeric';
    case 'sum':
      return 'coalesce(trim_scale(sum(x)), 0)';
    case 'average':
      return 'trim_scale(round(avg(x), 6))';
    case 'minimum':
      return 'trim_scale(min(x))';
    case 'maximum':
      return 'trim_scale(max(x))';
  }
}
