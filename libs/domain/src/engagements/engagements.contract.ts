import { idParams, route } from '../shared/index.ts';

export const engagementsRoutes = {
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
