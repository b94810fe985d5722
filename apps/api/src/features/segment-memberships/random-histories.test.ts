import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { killsOr, sized } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { assertRecorded } from './testing/assert-recorded.ts';
import { RandomHistory } from './testing/random-history.ts';
import { turn, turnOnce } from './testing/turns.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

/** `npm run soak -- random-histories 1000` makes up 1,000. */
const histories = killsOr(1);
const quietPoints = 5;

test(
  `whatever happens, each segment's record is who is in it, and each change is recorded once (seed ${seed})`,
  async () => {
    let changes = 0;
    for (let number = 0; number < histories; number += 1) {
      const chance = chanceOf(`history ${number}`);
      const history = await RandomHistory.begin(api, chance, seed + number);
      await turn(api, history);
      for (let quiet = 0; quiet < quietPoints; quiet += 1) {
        const deeds = chance.between(1, 15);
        for (let deed = 0; deed < deeds; deed += 1) {
          // Two workers and whoever changes something, at once.
          await Promise.all([
            history.next(),
            ...(chance() < 0.5 ? [turnOnce(api, history), turnOnce(api, history)] : []),
          ]);
        }
        await turn(api, history);
        const about = `history ${number}, quiet point ${quiet}`;
        for (const id of history.segmentIds) changes += await assertRecorded(api, history.organizationId, id, about);
      }
    }
    expect(changes).toBeGreaterThan(histories * 10); // or it would prove little
  },
  sized(60_000, histories * 20_000),
);
