/** How many of the people who got a variant did what the test is about. */
export interface VariantResult {
  readonly people: number;
  readonly did: number;
  /** What they paid in one currency, and the sum of its squares, person by person. Only where revenue is compared. */
  readonly paid?: { readonly sum: number; readonly squares: number };
}

export interface Comparison {
  readonly rate: number;
  /** The rate is between the two with 95 % probability. */
  readonly low: number;
  readonly high: number;
  /** The probability that this variant is the best. */
  readonly probability: number;
  /** What choosing it costs on average: how far the best is above it, in points of the rate. */
  readonly loss: number;
}

/**
 * A winner is called at this probability to be the best. It is looked at once, when the waiting time is over. Two equal
 * variants then have a winner in about 5 tests of 100, more variants in fewer; a test measures it.
 */
export const clearFrom = 0.975;

const fewestPoints = 2_001;
const mostPoints = 20_001;
const pointsPerDeviation = 50;
/** Beyond this many standard deviations nothing of a posterior is left that matters here. */
const reach = 8;

/**
 * Compares variants by the Beta-Binomial model with a uniform prior: of n people k did it, so the rate is distributed
 * as Beta(k + 1, n − k + 1). The probability to be the best is ∫ f_i ∏ F_j, the expected loss E[max θ] − E[θ_i].
 * C. Stucchio, "Bayesian A/B Testing at VWO" (2015), sections 3 and 4; E. Miller, "Formulas for Bayesian A/B Testing"
 * (2014) has the closed form for two that the tests compare with. Integrated on one grid that covers all posteriors.
 */
export function compareVariants(results: readonly VariantResult[]): Comparison[] {
  const betas = results.map(({ people, did }) => ({ a: did + 1, b: Math.max(0, people - did) + 1 }));
  const grid = gridFor(betas);
  const { from, step } = grid;
  const masses = betas.map((beta) => massesOf(beta, grid));
  const sums = masses.map(cumulated);
  const meanOfBest = meanOfGreatest(sums, grid);
  return betas.map(({ a, b }, index) => ({
    rate: rateOf(results[index]),
    low: from + step * placeOf(sums[index]!, 0.025),
    high: from + step * placeOf(sums[index]!, 0.975),
    probability: probabilityToBeGreatest(masses[index]!, sums, index),
    loss: Math.max(0, meanOfBest - a / (a + b)),
  }));
}

/** Which variant leads, and whether the numbers carry it. */
export function leaderOf(comparisons: readonly Comparison[]): { readonly leading: number; readonly isClear: boolean } {
  const best = Math.max(...comparisons.map(({ probability }) => probability));
  const leading = Math.max(
    0,
    comparisons.findIndex(({ probability }) => probability > best - 1e-9),
  );
  return { leading, isClear: best >= clearFrom };
}

interface Beta {
  readonly a: number;
  readonly b: number;
}

interface Grid {
  readonly from: number;
  readonly step: number;
  readonly points: number;
}

/** From the lowest to the highest of all, fine enough for the narrowest. */
function gridFor(betas: readonly Beta[]): Grid {
  const from = Math.min(...betas.map(lowerEnd));
  const width = Math.max(...betas.map(upperEnd)) - from;
  const wanted = Math.ceil((width / Math.min(...betas.map(deviation))) * pointsPerDeviation);
  const points = Math.min(mostPoints, Math.max(fewestPoints, wanted));
  return { from, step: width / (points - 1), points };
}

function deviation({ a, b }: Beta): number {
  return Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
}

function lowerEnd(beta: Beta): number {
  return Math.max(0, beta.a / (beta.a + beta.b) - reach * deviation(beta));
}

function upperEnd(beta: Beta): number {
  return Math.min(1, beta.a / (beta.a + beta.b) + reach * deviation(beta));
}

/** How much of the distribution is at each point of the grid; adds up to 1. */
function massesOf({ a, b }: Beta, { from, step, points }: Grid): Float64Array {
  const mode = a + b > 2 ? (a - 1) / (a + b - 2) : 0.5;
  const height = logDensity(a, b, mode);
  const masses = Float64Array.from({ length: points }, (_, index) =>
    Math.exp(logDensity(a, b, Math.min(1, from + index * step)) - height),
  );
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** Without the constant that makes it add up to 1. 0 · log 0 is 0 here. */
function logDensity(a: number, b: number, x: number): number {
  return (a === 1 ? 0 : (a - 1) * Math.log(x)) + (b === 1 ? 0 : (b - 1) * Math.log1p(-x));
}

function cumulated(masses: Float64Array): Float64Array {
  let sum = 0;
  return masses.map((mass) => {
    const middle = sum + mass / 2; // as if each point's mass were spread over its step
    sum += mass;
    return middle;
  });
}

function probabilityToBeGreatest(masses: Float64Array, sums: readonly Float64Array[], self: number): number {
  const others = sums.filter((_, index) => index !== self);
  return masses.reduce((total, mass, at) => total + others.reduce((product, sum) => product * sum[at]!, mass), 0);
}

/** E[max] = from + ∫ (1 − ∏ F), as nothing is below `from`. */
function meanOfGreatest(sums: readonly Float64Array[], { from, step }: Grid): number {
  const [first] = sums;
  if (!first) return 0;
  return first.reduce((mean, _, at) => mean + step * (1 - sums.reduce((product, sum) => product * sum[at]!, 1)), from);
}

/** Where on the grid this share is reached, between two of its points. */
function placeOf(sum: Float64Array, share: number): number {
  const above = Math.max(
    1,
    sum.findIndex((value) => value >= share),
  );
  const [before, after] = [sum[above - 1]!, sum[above]!];
  return above - 1 + Math.max(0, (share - before) / (after - before || 1));
}

function rateOf(result: VariantResult | undefined): number {
  return result && result.people > 0 ? result.did / result.people : 0;
}
