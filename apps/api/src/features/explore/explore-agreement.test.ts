import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { disagreements } from './testing/agreement.ts';

/** `HISTORIES=5000` is what the soak asks for. */
const histories = Number(process.env['HISTORIES'] ?? 60);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test(
  `PostgreSQL answers ${histories} made-up histories as the words of the questions mean (SEED=${seed})`,
  { timeout: 60_000 + histories * 1_000 },
  async () => {
    const wrong: unknown[] = [];
    for (let index = 0; index < histories; index += 1) {
      const found = await disagreements(api, chanceOf(`history ${index}`));
      if (found.length > 0) wrong.push({ history: index, found });
      if (wrong.length > 4) break;
    }
    expect(wrong).toEqual([]);
  },
);
