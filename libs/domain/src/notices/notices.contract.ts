import { z } from 'zod';
import { route } from '../shared/index.ts';

/** What a member wants to be told by mail; each decides for themselves, in each of their organizations. */
export const noticeChoice = z.object({
  /** Campaigns that paused by themselves, could not start, or wait for a decision or an approval; what was decided about those one asked for. */
  campaigns: z.boolean('Say yes or no.'),
});
export type NoticeChoice = z.output<typeof noticeChoice>;

export const noticesRoutes = {
  get: route({
    id: 'notices.get',
    method: 'GET',
    path: '/api/notices',
    summary: 'What you are told by mail here',
    permission: 'notices:choose',
    response: noticeChoice,
  }),
  update: route({
    id: 'notices.update',
    method: 'PUT',
    path: '/api/notices',
    summary: 'Choose what you are told by mail here',
    permission: 'notices:choose',
    body: noticeChoice,
    response: noticeChoice,
  }),
};
