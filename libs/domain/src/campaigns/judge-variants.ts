import { compareRevenue, fewestBuyers } from './compare-revenue.ts';
import { type Comparison, compareVariants, leaderOf, type VariantResult } from './compare-variants.ts';
import type { AbTest } from './first-stage.ts';

export interface JudgedVariants {
  readonly comparisons: readonly Comparison[];
  readonly leading: number;
  /** Whether the numbers carry a winner. */
  readonly isClear: boolean;
}

/** How the variants of a test do by what it compares. */
export function judgeVariants({ metric }: Pick<AbTest, 'metric'>, results: readonly VariantResult[]): JudgedVariants {
  if (metric !== 'revenue') {
    const comparisons = compareVariants(results);
    return { comparisons, ...leaderOf(comparisons) };
  }
  const comparisons = compareRevenue(results);
  const { leading, isClear } = leaderOf(comparisons);
  return { comparisons, leading, isClear: isClear && results.every(({ did }) => did >= fewestBuyers) };
}
