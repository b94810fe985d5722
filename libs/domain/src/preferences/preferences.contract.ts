import { z } from 'zod';
import { id, idParams, route, timestamp } from '../shared/index.ts';
import { suppressionReasons } from '../suppressions/index.ts';

/** Where a preference was said. */
export const consentSources = [
  'unsubscribe_link',
  'preference_centre',
  'member',
  'import',
  'form',
  'double_opt_in',
  'api_key',
  'bounce',
  'complaint',
  'erasure',
  'system',
] as const;
export type ConsentSource = (typeof consentSources)[number];

/** One change of a preference. `was` and `became` are states of its kind; null means nothing was said. */
export const consentEntry = z.object({
  id,
  kind: z.enum(['subscription', 'topic', 'suppression', 'pause']),
  topic: z.string().nullable(),
  was: z.string().nullable(),
  became: z.string().nullable(),
  source: z.enum(consentSources),
  wording: z.string().nullable(),
  /** The member or key, when one did it. */
  actor: z.string().nullable(),
  address: z.string().nullable(),
  at: timestamp,
});
export type ConsentEntry = z.output<typeof consentEntry>;

export const preferencesView = z.object({
  /** `note`: what the mail server said of an address that bounced, or what a member noted. */
  suppression: z
    .object({ id, reason: z.enum(suppressionReasons), note: z.string().nullable(), at: timestamp })
    .nullable(),
  /** Null when no break is going on. */
  pausedUntil: timestamp.nullable(),
  topics: z.array(z.object({ id, name: z.string(), isDefault: z.boolean(), wanted: z.boolean() })),
  /** Newest first, the last hundred. */
  history: z.array(consentEntry),
});
export type PreferencesView = z.output<typeof preferencesView>;

export const preferencesRoutes = {
  get: route({
    id: 'preferences.get',
    method: 'GET',
    path: '/api/contacts/:id/preferences',
    summary: 'The preferences of a contact and their history',
    permission: 'contacts:read',
    params: idParams,
    response: preferencesView,
  }),
  setTopic: route({
    id: 'preferences.set-topic',
    method: 'PUT',
    path: '/api/contacts/:id/topics/:topicId',
    summary: 'Opt a contact in to or out of a topic; the consent ledger keeps who did it',
    permission: 'contacts:write',
    params: z.object({ id, topicId: id }),
    body: z.object({ wanted: z.boolean() }),
    response: preferencesView,
  }),
};
