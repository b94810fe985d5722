import type { Noted } from './journal/journals.ts';
import { neverHandedOver, type Outcome, outcomeOf } from './outcome.ts';

/**
 * What became of rows whose process has ended, by its journal: what was answered, and what never left, which goes back.
 * Of the rows that are missing nobody knows.
 */
export function outcomesNoted(
  noted: Noted,
  held: readonly { readonly id: string; readonly attempts: number }[],
  now: Date,
): Outcome[] {
  return held.flatMap((row): Outcome[] => {
    const answer = noted.answers.get(row.id);
    if (answer) return [outcomeOf(row, answer, now)];
    return noted.isComplete && !noted.left.has(row.id) ? [neverHandedOver(row.id)] : [];
  });
}
