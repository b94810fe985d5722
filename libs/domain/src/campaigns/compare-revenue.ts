import type { Comparison, VariantResult } from './compare-variants.ts';

/** With fewer people who bought, of any variant, revenue has no clear winner: one large order decides it. */
export const fewestBuyers = 10;

const points = 4_001;
/** Beyond this many standard deviations nothing of a posterior is left that matters here. */
const reach = 8;

interface LogNormal {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Compares variants by revenue per message: how many buy times how much a buyer pays. Of k buyers among n people, whose payments have the
 * coefficient of variation c, the logarithm of the mean is normal with variance (1 - k/n + c²) / k (delta method). c is
 * that of all buyers together, and each variant gets half an average buyer more, so that one without any can be compared.
 */
export function compareRevenue(results: readonly VariantResult[]): Comparison[] {
  const usual = allBuyers(results);
  const posteriors = results.map((result) => posteriorOf(result, usual));
  const from = Math.min(...posteriors.map(({ mean, deviation }) => mean - reach * deviation));
  const to = Math.max(...posteriors.map(({ mean, deviation }) => mean + reach * deviation));
  const places = Array.from({ length: points }, (_, index) => from + ((to - from) * index) / (points - 1));
  const shares = posteriors.map((posterior) => sharesOf(posterior, places));
  const sums = shares.map(cumulated);
  const meanOfBest = meanOfGreatest(places, sums);
  return posteriors.map(({ mean, deviation }, index) => ({
    rate: perMessage(results[index]),
    low: Math.exp(mean - 1.96 * deviation),
    high: Math.exp(mean + 1.96 * deviation),
    probability: shares[index]!.reduce(
      (total, share, at) =>
        total + sums.reduce((product, sum, other) => (other === index ? product : product * sum[at]!), share),
      0,
    ),
    loss: Math.max(0, meanOfBest - Math.exp(mean + deviation ** 2 / 2)),
  }));
}

/** What a buyer pays on average, and how much that varies, as c². */
function allBuyers(results: readonly VariantResult[]) {
  const buyers = results.reduce((sum, { did }) => sum + did, 0);
  const sum = results.reduce((total, { paid }) => total + (paid?.sum ?? 0), 0);
  const squares = results.reduce((total, { paid }) => total + (paid?.squares ?? 0), 0);
  if (buyers === 0 || sum <= 0) return { average: 1, variation: 1 };
  const average = sum / buyers;
  return { average, variation: Math.max(0, squares / buyers / average ** 2 - 1) };
}

function posteriorOf({ people, did, paid }: VariantResult, usual: ReturnType<typeof allBuyers>): LogNormal {
  const buyers = did + 0.5;
  const revenue = (paid?.sum ?? 0) + 0.5 * usual.average;
  const share = Math.min(1, buyers / Math.max(1, people));
  return {
    mean: Math.log(revenue / Math.max(1, people)),
    deviation: Math.sqrt((1 - share + usual.variation) / buyers),
  };
}

/** How much of the distribution is at each place; adds up to 1. */
function sharesOf({ mean, deviation }: LogNormal, places: readonly number[]): number[] {
  const heights = places.map((place) => Math.exp(-0.5 * ((place - mean) / Math.max(deviation, 1e-9)) ** 2));
  const total = heights.reduce((sum, height) => sum + height, 0) || 1;
  return heights.map((height) => height / total);
}

function cumulated(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => {
    const middle = sum + share / 2;
    sum += share;
    return middle;
  });
}

/** E[max]: each place weighs what the distribution of the greatest grows by there. */
function meanOfGreatest(places: readonly number[], sums: readonly (readonly number[])[]): number {
  let before = 0;
  return places.reduce((mean, place, at) => {
    const upTo = at === places.length - 1 ? 1 : sums.reduce((product, sum) => product * sum[at]!, 1);
    const share = upTo - before;
    before = upTo;
    return mean + share * Math.exp(place);
  }, 0);
}

function perMessage(result: VariantResult | undefined): number {
  return result && result.people > 0 ? (result.paid?.sum ?? 0) / result.people : 0;
}
