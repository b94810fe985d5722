import { entitlementOf, isOver } from '@engagex/domain/payments';
import type { FetchedSubscription } from '../../ports/payments.ts';

type Subscription = Pick<FetchedSubscription, 'id' | 'status' | 'createdAt'>;

export interface Chosen<S extends Subscription> {
  /** The one that the plan follows; null when there never was one. */
  readonly current: S | null;
  /** Others that are paid for at the same time: nobody means to have two. */
  readonly duplicates: readonly S[];
}

/**
 * Of several subscriptions the oldest that gives a plan counts, else the oldest that could again, else the last that ended. One whose first
 * payment is not made yet is no duplicate: it gives nothing, and expires by itself.
 */
export function chooseSubscription<S extends Subscription>(subscriptions: readonly S[]): Chosen<S> {
  const byAge = subscriptions.toSorted(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1),
  );
  const live = byAge.filter(({ status }) => !isOver(status));
  const giving = live.filter(({ status }) => entitlementOf(status) !== 'none');
  const current = giving[0] ?? live[0] ?? byAge.at(-1) ?? null;
  const duplicates = live.filter((each) => each !== current && each.status !== 'incomplete');
  return { current, duplicates };
}
