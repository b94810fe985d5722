import { z } from 'zod';
import { count, idParams, route, timestamp } from '../shared/index.ts';
import { hitReasons } from './hit-reasons.ts';

const changes = z.object({
  /** Hits that counted as a person's and now count as a machine's. */
  opensToMachines: count,
  clicksToMachines: count,
  /** The other way round. */
  opensToPeople: count,
  clicksToPeople: count,
});

/** Who opened and clicked, as far as the rules can tell, and why. */
export const verdicts = z.object({
  /** All hits, each counted once with its strongest reason; null where nothing was noticed. Most first. */
  reasons: z.array(
    z.object({
      kind: z.enum(['open', 'click']),
      by: z.enum(['person', 'machine']),
      reason: z.enum(hitReasons).nullable(),
      hits: count,
    }),
  ),
  /** While all of them are judged again: messages with opens or clicks, and how many of these are done. */
  judging: z.object({ messages: count.nullable(), done: count }).nullable(),
  /** What judging again came to the last time; null when it was never asked for. */
  last: changes.extend({ finishedAt: timestamp, messages: count }).nullable(),
});
verdicts.register(z.globalRegistry, { id: 'Verdicts' });
export type Verdicts = z.output<typeof verdicts>;

export const engagementsRoutes = {
  verdicts: route({
    id: 'campaigns.verdicts',
    method: 'GET',
    path: '/api/campaigns/:id/judgements',
    summary: 'Why opens and clicks of a campaign count as those of people or of machines',
    permission: 'reports:read',
    params: idParams,
    response: verdicts,
  }),
  judgeAgain: route({
    id: 'campaigns.judge-again',
    method: 'POST',
    path: '/api/campaigns/:id/judgements',
    summary:
      'Tell people from machines again among the opens and clicks of a campaign, by the rules of today; all numbers follow',
    permission: 'campaigns:send',
    params: idParams,
    status: 202,
  }),
};
