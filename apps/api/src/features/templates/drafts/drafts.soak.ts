import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lostBy, work } from '../../../../../../libs/domain/src/templates/testing/editors-at-work.ts';
import { seed } from '../../../testing/chance.ts';
import { startTestApi, type TestApi } from '../../../testing/test-api.ts';
import { apiServer } from './testing/api-server.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test(`a thousand runs of two editors lose nothing (seed ${seed})`, async () => {
  const member = await api.newOrganization();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(work, async (steps) => {
      expect(await lostBy(await apiServer(member), steps)).toEqual([]);
      runs += 1;
      if (runs % 50 === 0) process.stderr.write(`${runs} runs, nothing lost\n`);
    }),
    { numRuns: 1_000, seed },
  );
}, 3_600_000);
