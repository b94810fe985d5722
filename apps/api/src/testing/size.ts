/** `npm run soak` says how many kills it wants, and takes its time. */
const kills = process.env['SOAK_KILLS'];

/** How much a test tries in every run of the suite, and how much in a soak. */
export function sized<Value>(suite: Value, soak: Value): Value {
  return kills === undefined ? suite : soak;
}

/** How many kills a soak was asked for. */
export function killsOr(suite: number): number {
  return kills === undefined ? suite : Number(kills);
}
