import type { ExploreAnswer } from '../explore/index.ts';

/** The one number that an answer comes down to, as exact text; null when there is nothing to measure. */
export interface Headline {
  readonly value: string | null;
  /** What it was in the period before, where that was asked for. */
  readonly before: string | null;
  /** A share from 0 to 1, money in a currency, or just a number. */
  readonly unit:
    | { readonly kind: 'number' }
    | { readonly kind: 'share' }
    | { readonly kind: 'money'; readonly currency: string };
}

/** Of a series its first line, of a funnel the share who get to the end, of a top list its first value. */
export function headlineOf(answer: ExploreAnswer): Headline | null {
  if (answer.kind === 'series') {
    const [line] = answer.lines;
    if (!line) return { value: '0', before: null, unit: { kind: 'number' } };
    const isMoney = answer.breakdownProperty === 'currency' && line.group.kind === 'value' && line.group.value !== null;
    const currency = isMoney && line.group.kind === 'value' ? line.group.value : null;
    const unit = currency ? ({ kind: 'money', currency } as const) : ({ kind: 'number' } as const);
    return { value: line.total, before: line.before?.total ?? null, unit };
  }
  if (answer.kind === 'funnel') {
    const [first, last] = [answer.whole.people[0], answer.whole.people.at(-1)];
    const share = first ? String(Number(((last ?? 0) / first).toFixed(6))) : null;
    return { value: share, before: null, unit: { kind: 'share' } };
  }
  if (answer.kind === 'top') return { value: answer.items[0]?.amount ?? null, before: null, unit: { kind: 'number' } };
  return null;
}
