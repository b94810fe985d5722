import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { disagreements } from './testing/agreement.ts';

/** `npm run soak -- explore` makes up 5,000. */
const histories = 20;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test(`PostgreSQL answers questions about made-up histories as their words mean (SEED=${seed})`, async () => {
  for (let index = 0; index < histories; index += 1)
    expect(await disagreements(api, chanceOf(`history ${index}`)), `history ${index}`).toEqual([]);
});
