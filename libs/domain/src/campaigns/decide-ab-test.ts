import type { Comparison, VariantResult } from './compare-variants.ts';
import { type AbTest, nameOfVariant } from './first-stage.ts';
import { judgeVariants } from './judge-variants.ts';

export interface AbTestDecision {
  readonly outcome: 'winner' | 'unclear';
  /** The number of the variant that the rest gets. */
  readonly variant: number;
  readonly why: string;
}

/** What a test whose time is over leads to; null when a person has to decide. */
export function decideAbTest(
  abTest: Pick<AbTest, 'metric' | 'currency' | 'decidedBy' | 'whenUnclear'>,
  results: readonly VariantResult[],
): AbTestDecision | null {
  if (abTest.decidedBy === 'member') return null;
  const { comparisons, leading, isClear } = judgeVariants(abTest, results);
  const standing = standingOf(abTest, comparisons, leading);
  if (isClear) return { outcome: 'winner', variant: leading, why: `${nameOfVariant(leading)} won: ${standing}` };
  if (abTest.whenUnclear === 'member') return null;
  const variant = abTest.whenUnclear === 'leading' ? leading : 0;
  const sent =
    variant === leading ? `${nameOfVariant(variant)} leads and is sent` : `${nameOfVariant(variant)} is sent`;
  return { outcome: 'unclear', variant, why: `No clear winner, so ${sent}: ${standing}` };
}

/** Why a person has to decide about a test whose time is over, in numbers. */
export function whyUndecided(abTest: AbTest, results: readonly VariantResult[]): string {
  const { comparisons, leading, isClear } = judgeVariants(abTest, results);
  const standing = standingOf(abTest, comparisons, leading);
  if (abTest.decidedBy === 'member' && isClear) return `${nameOfVariant(leading)} is clearly ahead: ${standing}`;
  return `No variant is clearly ahead: ${standing}`;
}

/** How the leading variant stands, in numbers. */
export function standingOf(
  { metric, currency }: Pick<AbTest, 'metric' | 'currency'>,
  comparisons: readonly Comparison[],
  leading: number,
): string {
  const shown = (rate: number) => (metric === 'revenue' && currency ? money(rate, currency) : percent(rate));
  const rates = comparisons.map(({ rate }, index) => `${nameOfVariant(index)} ${shown(rate)}`);
  const probability = percent(comparisons[leading]?.probability ?? 0);
  const of = metric === 'revenue' ? 'revenue per message' : metric;
  return `${of} of ${rates.join(', ')}; ${nameOfVariant(leading)} has a ${probability} chance of being best.`;
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
}

function money(value: number, currency: string): string {
  return value.toLocaleString('en', { style: 'currency', currency });
}
