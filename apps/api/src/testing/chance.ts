import { randomInt } from 'node:crypto';

/** `SEED=… npx vitest run …` repeats a run. Name it in the titles of tests that draw from it. */
export const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

export interface Chance {
  /** Between 0 and 1. */
  (): number;
  /** A whole number of this range, both ends included. */
  between(least: number, most: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
}

/** Repeatable draws (mulberry32): the same for the same seed and name. */
export function chanceOf(name: string): Chance {
  let state = Buffer.from(name).reduce((sum, byte) => Math.imul(sum, 31) + byte, seed);
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(draw() * (most - least + 1));
  return Object.assign(draw, {
    between,
    oneOf: <T>(choices: readonly [T, ...T[]]) => choices[between(0, choices.length - 1)] ?? choices[0],
  });
}
