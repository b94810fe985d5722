/** `SEED=… npx vitest run …` repeats a run. Name it in the titles of tests that draw from it. */
export const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
