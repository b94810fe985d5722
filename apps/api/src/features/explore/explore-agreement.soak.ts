import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { disagreements } from './testing/agreement.ts';

const histories = 5_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test(
  `PostgreSQL answers ${histories} made-up histories as the words of the questions mean (SEED=${seed})`,
  { timeout: histories * 2_000 },
  async () => {
    const wrong: unknown[] = [];
    for (let index = 0; index < histories; index += 1) {
      const found = await disagreements(api, chanceOf(`soaked history ${index}`));
      if (found.length > 0) wrong.push({ history: index, found });
      if (wrong.length > 4) break;
    }
    expect(wrong).toEqual([]);
  },
);
