const steps = [10, 60, 300, 900, 3_600, 10_800, 86_400] as const;
const mostPoints = 120;

/** How wide a step of a chart over this many seconds is: the finest that needs no more than 120 points. */
export function stepFor(seconds: number): number {
  return steps.find((step) => seconds / step <= mostPoints) ?? 604_800;
}
