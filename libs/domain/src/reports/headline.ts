import type { ExploreAnswer, SeriesAnswer } from '../explore/index.ts';

/** The one number that an answer comes down to, as exact text; null when there is nothing to measure. */
export interface Headline {
  readonly value: string | null;
  /** What it was in the period before, where that was asked for. */
  readonly before: string | null;
  /** The same in other currencies: money is never added up across them. */
  readonly others: readonly { readonly value: string; readonly currency: string }[];
  /** A share from 0 to 1, money in a currency, or just a number. */
  readonly unit:
    | { readonly kind: 'number' }
    | { readonly kind: 'share' }
    | { readonly kind: 'money'; readonly currency: string };
}

/** Of a series its first line, of a funnel the share who get to the end, of a top list its first value. */
export function headlineOf(answer: ExploreAnswer): Headline | null {
  if (answer.kind === 'series') return headlineOfSeries(answer);
  if (answer.kind === 'funnel') {
    const [first, last] = [answer.whole.people[0], answer.whole.people.at(-1)];
    const share = first ? String(Number(((last ?? 0) / first).toFixed(6))) : null;
    return { value: share, before: null, others: [], unit: { kind: 'share' } };
  }
  if (answer.kind === 'top')
    return { value: answer.items[0]?.amount ?? null, before: null, others: [], unit: { kind: 'number' } };
  return null;
}

function headlineOfSeries({ lines, breakdownProperty }: SeriesAnswer): Headline {
  const [first, ...rest] = lines;
  if (!first) return { value: '0', before: null, others: [], unit: { kind: 'number' } };
  const { total: value, before } = first;
  const currencyOf = ({ group }: SeriesAnswer['lines'][number]) =>
    breakdownProperty === 'currency' && group.kind === 'value' ? group.value : null;
  const currency = currencyOf(first);
  if (currency === null) return { value, before: before?.total ?? null, others: [], unit: { kind: 'number' } };
  const others = rest.flatMap((line) => {
    const other = currencyOf(line);
    return other !== null && line.event === first.event && line.total !== null && Number(line.total) !== 0
      ? [{ value: line.total, currency: other }]
      : [];
  });
  return { value, before: before?.total ?? null, others, unit: { kind: 'money', currency } };
}
