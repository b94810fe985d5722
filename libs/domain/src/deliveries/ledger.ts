import { z } from 'zod';
import { deliveryStates, openStates, type DeliveryState } from './delivery.state.ts';

const people = z.int().min(0);
const byReason = z.record(z.string(), people);

/** The state of everyone in the frozen audience. The numbers below `audience` always add up to it. */
export const ledger = z.object({
  audience: people,
  pending: people,
  submitting: people,
  accepted: people,
  deferred: people,
  unknown: people,
  skipped: byReason,
  failed: byReason,
  /** Nothing more will happen: everyone has a final state. */
  closed: z.boolean(),
});
export type Ledger = z.output<typeof ledger>;

export interface LedgerCount {
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly count: number;
}

/** Adds counted rows up to a ledger. A ledger of nobody is open until its campaign froze an audience. */
export function ledgerOf(audience: number, counts: readonly LedgerCount[]): Ledger {
  const sumOf = (state: DeliveryState) => sum(counts.filter((row) => row.state === state));
  const reasonsOf = (state: DeliveryState) =>
    Object.fromEntries(
      counts.filter((row) => row.state === state && row.count > 0).map((row) => [row.reason ?? 'other', row.count]),
    );
  return {
    audience,
    pending: sumOf('pending'),
    submitting: sumOf('submitting'),
    accepted: sumOf('accepted'),
    deferred: sumOf('deferred'),
    unknown: sumOf('unknown'),
    skipped: reasonsOf('skipped'),
    failed: reasonsOf('failed'),
    closed: audience > 0 && openStates.every((state) => sumOf(state) === 0),
  };
}

function sum(counts: readonly LedgerCount[]): number {
  return counts.reduce((total, row) => total + row.count, 0);
}

/** How many people the ledger accounts for; equal to `audience` at every moment. */
export function totalOf(book: Ledger): number {
  const reasons = [...Object.values(book.skipped), ...Object.values(book.failed)];
  return deliveryStates
    .filter((state) => state !== 'skipped' && state !== 'failed')
    .reduce(
      (total, state) => total + book[state],
      reasons.reduce((total, people) => total + people, 0),
    );
}
