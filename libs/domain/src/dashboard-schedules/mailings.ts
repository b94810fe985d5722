import { z } from 'zod';
import { id, timestamp } from '../shared/index.ts';

/**
 * `pending`: its numbers are to be read; `mailing`: they are, and mail goes out; `done`: every recipient has an outcome; `failed`: there
 * is nothing to mail; `missed`: no worker ran at its time, and a later one took its place.
 */
export const mailingStates = ['pending', 'mailing', 'done', 'failed', 'missed'] as const;
export type MailingState = (typeof mailingStates)[number];

/** `accepted` by the mail server; `unknown`: it may have been, so it is not sent again; `skipped` for a reason. */
export const dashboardMailStates = ['pending', 'submitting', 'accepted', 'failed', 'unknown', 'skipped'] as const;
export type DashboardMailState = (typeof dashboardMailStates)[number];

export const skipReasons = ['stopped', 'no_access', 'left', 'unverified', 'deleted', 'paused'] as const;
export type SkipReason = (typeof skipReasons)[number];

const mail = z.object({
  /** Null when they are no longer a user. */
  name: z.string().nullable(),
  state: z.enum(dashboardMailStates),
  /** Why it was skipped. */
  reason: z.enum(skipReasons).nullable(),
  /** What the mail server answered. */
  response: z.string().nullable(),
  at: timestamp,
});

export const mailingView = z.object({
  id,
  dueAt: timestamp,
  state: z.enum(mailingStates),
  /** Somebody asked for it between due times, for themselves. */
  isRequested: z.boolean(),
  /** It went out long after its due time. */
  isLate: z.boolean(),
  /** Why it failed, or why there are tables in place of a picture. */
  problem: z.string().nullable(),
  mails: z.array(mail),
});
mailingView.register(z.globalRegistry, { id: 'DashboardMailing' });
export type MailingView = z.output<typeof mailingView>;
