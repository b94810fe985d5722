import { z } from 'zod';
import { count, id, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { channels, digests } from './choices.ts';
import { allKinds, categories, contentTypes } from './kinds.ts';

const category = z.enum(categories, 'Choose a category.');

export const notificationView = z.object({
  id,
  /** Its place in the inbox: everything up to it can be marked as read. */
  seq: count,
  kind: z.enum(allKinds),
  category,
  contentType: z.enum(contentTypes),
  objectId: id,
  title: z.string(),
  text: z.string(),
  /** The page of what it is about, below the organization; null when that was deleted. */
  path: z.string().nullable(),
  createdAt: timestamp,
  readAt: timestamp.nullable(),
});
notificationView.register(z.globalRegistry, { id: 'Notification' });
export type NotificationView = z.output<typeof notificationView>;

/** How many are counted one by one; what is more is shown as 99+. */
export const mostCounted = 100;

/** `version` grows with every change: an answer with a lower one is older, whenever it arrives. */
export const unreadView = z.object({ version: count, unread: count });
export type UnreadView = z.output<typeof unreadView>;

const choice = z.object({
  category,
  channel: z.enum(channels, 'Choose a channel.'),
  /** Null: as the organization's default says. */
  isOn: z.boolean('Enter true or false.').nullable(),
});
const changedChoices = z
  .array(choice, 'Enter a list of choices.')
  .max(categories.length * channels.length, 'Enter each choice once.')
  .refine(
    (choices) => new Set(choices.map((each) => `${each.category} ${each.channel}`)).size === choices.length,
    'Enter each choice once.',
  );

export const digestHour = z
  .int('Choose an hour from 0 to 23.')
  .min(0, 'Choose an hour from 0 to 23.')
  .max(23, 'Choose an hour from 0 to 23.');

export const notificationSettings = z.object({
  choices: z.array(
    z.object({
      category,
      channel: z.enum(channels),
      /** Whether it is on now. */
      isOn: z.boolean(),
      /** Who decided: the member, the default of the organization, or nobody. */
      from: z.enum(['member', 'organization', 'nobody']),
      /** It cannot be turned off. */
      isMandatory: z.boolean(),
    }),
  ),
  digest: z.enum(digests),
  /** When a daily digest is sent, by the clocks of `timeZone`. */
  digestHour,
  timeZone: z.string(),
});
notificationSettings.register(z.globalRegistry, { id: 'NotificationSettings' });
export type NotificationSettings = z.output<typeof notificationSettings>;

export const notificationChanges = z.object({
  choices: changedChoices.default([]),
  digest: z.enum(digests, 'Choose immediate, hourly or daily.').optional(),
  digestHour: digestHour.optional(),
});

export const notificationDefaults = z.object({
  choices: z.array(z.object({ category, channel: z.enum(channels), isOn: z.boolean(), isMandatory: z.boolean() })),
});
notificationDefaults.register(z.globalRegistry, { id: 'NotificationDefaults' });
export type NotificationDefaults = z.output<typeof notificationDefaults>;

export const notificationsRoutes = {
  list: route({
    id: 'notifications.list',
    method: 'GET',
    path: '/api/notifications',
    summary: 'Your inbox in this organization, newest first',
    permission: 'notifications:read',
    query: pageQuery.extend({
      category: category.optional(),
      show: z.enum(['all', 'unread'], 'Choose all or unread.').default('all'),
    }),
    response: pageOf(notificationView),
  }),
  unread: route({
    id: 'notifications.unread',
    method: 'GET',
    path: '/api/notifications/unread',
    summary: 'How many of your notifications are unread',
    permission: 'notifications:read',
    response: unreadView,
  }),
  mark: route({
    id: 'notifications.mark',
    method: 'PUT',
    path: '/api/notifications/:id/read',
    summary: 'Mark a notification as read or unread',
    permission: 'notifications:read',
    params: z.object({ id }),
    body: z.object({ isRead: z.boolean('Enter true or false.') }),
    response: unreadView,
    audited: false,
  }),
  readUpTo: route({
    id: 'notifications.read-up-to',
    method: 'POST',
    path: '/api/notifications/read',
    summary: 'Mark everything up to a notification as read',
    permission: 'notifications:read',
    body: z.object({
      /** The `seq` of the newest notification that was seen. */
      upTo: z.int('Enter the seq of a notification.').min(0, 'Enter the seq of a notification.'),
      category: category.optional(),
    }),
    response: unreadView,
    audited: false,
  }),
  settings: route({
    id: 'notifications.settings',
    method: 'GET',
    path: '/api/notification-settings',
    summary: 'What you are notified of, and how',
    permission: 'notifications:read',
    response: notificationSettings,
  }),
  choose: route({
    id: 'notifications.update',
    method: 'PUT',
    path: '/api/notification-settings',
    summary: 'Choose what you are notified of, and how',
    permission: 'notifications:read',
    body: notificationChanges,
    response: notificationSettings,
  }),
  defaults: route({
    id: 'notifications.defaults',
    method: 'GET',
    path: '/api/notification-defaults',
    summary: 'What members are notified of who chose nothing',
    permission: 'organization:write',
    response: notificationDefaults,
  }),
  setDefaults: route({
    id: 'notifications.set-defaults',
    method: 'PUT',
    path: '/api/notification-defaults',
    summary: 'Change what members are notified of who chose nothing',
    permission: 'organization:write',
    body: z.object({ choices: changedChoices }),
    response: notificationDefaults,
  }),
};
