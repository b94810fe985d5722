/** One line of a benchmark's result: a figure of ours beside its raw limit, both measured in the same run. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly reference: number | null;
  readonly ratio: number | null;
  readonly rounds: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Runs both sides in turn, so that a noisy machine is noisy for both, and compares their medians. */
export async function interleave(
  name: string,
  unit: string,
  rounds: number,
  ours: () => Promise<number>,
  raw: () => Promise<number>,
): Promise<Row> {
  const values: number[] = [];
  const references: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await ours());
    references.push(await raw());
  }
  const [value, reference] = [median(values), median(references)];
  return { name, value, unit, reference, ratio: value / reference, rounds };
}
