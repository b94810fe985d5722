/** Lists a page at a time, the newest first. https://docs.stripe.com/api/pagination */
import type { Stripe } from 'stripe';
import { invalid, missing } from './refusal.ts';

export interface PageParams extends Stripe.PaginationParams {
  readonly created?: Stripe.RangeQueryParam | number;
}

interface Listed {
  readonly id: string;
  readonly created?: number;
}

/** Of everything that is to be listed, in the order in which it came to be. */
export function pageOf<T extends Listed>(all: Iterable<T>, url: string, params: PageParams): Stripe.ApiList<T> {
  const { limit = 10, starting_after: after, ending_before: before } = params;
  if (limit < 1 || limit > 100) throw invalid('Limit must be between 1 and 100.', { param: 'limit' });
  if (after !== undefined && before !== undefined)
    throw invalid('You may only specify one of these parameters: ending_before, starting_after.');
  const matching = [...all].filter(({ created }) => isWithin(created ?? 0, params.created)).toReversed();
  const placeOf = (id: string, param: string) => {
    const place = matching.findIndex((item) => item.id === id);
    if (place < 0) throw missing('object', id, param);
    return place;
  };
  if (before !== undefined) {
    const end = placeOf(before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: matching.slice(start, end), has_more: start > 0, url };
  }
  const start = after === undefined ? 0 : placeOf(after, 'starting_after') + 1;
  const data = matching.slice(start, start + limit);
  return { object: 'list', data, has_more: start + limit < matching.length, url };
}

function isWithin(time: number, range: Stripe.RangeQueryParam | number | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return time === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return time > gt && time >= gte && time < lt && time <= lte;
}

/** What is part of another object: everything at once. */
export function wholeList<T>(data: T[], url: string): Stripe.ApiList<T> {
  return { object: 'list', data, has_more: false, url };
}
