import { z } from 'zod';
import { route } from '../shared/index.ts';

/** What a member wants to be notified of by mail; each decides for themselves, in each of their organizations. */
export const notificationChoice = z.object({
  /** Campaigns that paused by themselves, could not start, or wait for a decision or an approval; what was decided about those one asked for; comments that mention one; sending domains, incidents, bounce mailboxes and Google Postmaster Tools. */
  campaigns: z.boolean('Enter true or false.'),
});
export type NotificationChoice = z.output<typeof notificationChoice>;

export const notificationsRoutes = {
  get: route({
    id: 'notifications.get',
    method: 'GET',
    path: '/api/notifications',
    summary: 'Your email notifications in this organization',
    permission: 'notifications:choose',
    response: notificationChoice,
  }),
  update: route({
    id: 'notifications.update',
    method: 'PUT',
    path: '/api/notifications',
    summary: 'Change your email notifications in this organization',
    permission: 'notifications:choose',
    body: notificationChoice,
    response: notificationChoice,
  }),
};
