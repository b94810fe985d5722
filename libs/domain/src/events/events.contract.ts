import { z } from 'zod';
import { route, timestamp, version } from '../shared/index.ts';
import { privacySettings } from './privacy-rules.ts';
import { isCurrency } from './standard-events.ts';

export const retentionDays = { least: 30, most: 3_650 } as const;

export const eventSettingsInput = z.object({
  /** Null keeps events for good. Counts made of them stay in any case. */
  retentionDays: z
    .int('Enter a whole number of days.')
    .min(retentionDays.least, `Keep events for at least ${retentionDays.least} days.`)
    .max(retentionDays.most, `Keep events for at most ${retentionDays.most} days, or without a limit.`)
    .nullable(),
  currency: z
    .string('Enter a currency.')
    .trim()
    .toUpperCase()
    .refine(isCurrency, 'Enter an ISO 4217 code such as EUR.'),
  privacy: privacySettings,
});

export type EventSettingsInput = z.output<typeof eventSettingsInput>;

export const eventSettingsView = eventSettingsInput.extend({
  /** Whether there is a secret that user ids are signed with. */
  hasIdentitySecret: z.boolean(),
  updatedAt: timestamp,
});
export type EventSettingsView = z.output<typeof eventSettingsView>;

const identitySecret = z.object({ secret: z.string() });

export const eventSettingsRoutes = {
  get: route({
    id: 'event-settings.get',
    method: 'GET',
    path: '/api/event-settings',
    summary: 'How events are stored: currency, retention, privacy',
    permission: 'organization:read',
    response: eventSettingsView,
  }),
  update: route({
    id: 'event-settings.update',
    method: 'PUT',
    path: '/api/event-settings',
    summary: 'Change how events are stored; holds for events received from now on',
    permission: 'organization:write',
    body: eventSettingsInput.extend({ version }),
    response: eventSettingsView,
  }),
  identitySecret: route({
    id: 'event-settings.identity-secret',
    method: 'GET',
    path: '/api/event-settings/identity-secret',
    summary: 'The secret that your server signs user ids with; created when it is first asked for by rotating',
    permission: 'api-keys:write',
    response: identitySecret,
  }),
  rotateIdentitySecret: route({
    id: 'event-settings.rotate-identity-secret',
    method: 'POST',
    path: '/api/event-settings/identity-secret',
    summary: 'Create the secret, or replace it; the old one works for 24 more hours',
    permission: 'api-keys:write',
    response: identitySecret,
    status: 201,
  }),
};
