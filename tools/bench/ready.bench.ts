import { startProduct } from './product.ts';
import { median, type Row } from './rounds.ts';

const rounds = 3;

/** Seconds until everything is healthy: on an empty folder after the build, and again on the same data. */
export async function benchReady(): Promise<Row[]> {
  const first: number[] = [];
  const next: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct();
    first.push(product.secondsToReady);
    await product.stop({ keepData: true });
    const again = await startProduct({ data: product.data });
    next.push(again.secondsToReady);
    await again.stop();
  }
  const row = (name: string, values: readonly number[], limit: number): Row => ({
    name,
    value: median(values),
    unit: 's',
    reference: limit,
    ratio: median(values) / limit,
    rounds,
  });
  return [
    row('ready: first start after the build, beside the limit', first, 20),
    row('ready: next start, beside the limit', next, 5),
  ];
}
