import { z } from 'zod';
import { line, optionalLine, route, timestamp, version } from '../shared/index.ts';

/** When in the day, in UTC, the day before is exported. */
export const eventExportHour = 10;

const httpUrl = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `Enter ${what} that begins with https://.` })
    .max(2_000, 'Use at most 2000 characters.');

const webhook = z.object({ kind: z.literal('webhook'), url: httpUrl('an address') });

const s3 = z.object({
  kind: z.literal('s3'),
  /** Of the service, without the bucket: `https://s3.eu-central-1.amazonaws.com`. */
  endpoint: httpUrl('the address of the service'),
  bucket: z
    .string('Enter the name of the bucket.')
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Enter the name of a bucket, such as our-events.'),
  region: z
    .string('Enter the region.')
    .trim()
    .regex(/^[a-z0-9-]{1,40}$/, 'Enter a region, such as eu-central-1.'),
  /** A folder in the bucket; '' for none. */
  folder: optionalLine(200)
    .transform((text) => (text ?? '').replaceAll(/^\/+|\/+$/g, ''))
    .refine(
      (text) => /^[\w!.*'()/ -]*$/.test(text) && !/(^|\/)\.{0,2}(\/|$)/.test(text || 'x'),
      'Enter a folder, such as reports/events.',
    ),
  accessKeyId: line('the access key ID', 200),
});

/** Left out, the secret that was stored before is used. */
const secretAccessKey = z
  .string()
  .trim()
  .max(500, 'Use at most 500 characters.')
  .optional()
  .transform((text) => text || undefined);

const destinationInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  webhook,
  s3.extend({ secretAccessKey }),
]);
export type EventExportDestinationInput = z.output<typeof destinationInput>;

const destination = z.discriminatedUnion('kind', [z.object({ kind: z.literal('none') }), webhook, s3]);
export type EventExportDestination = z.output<typeof destination>;

const settings = z.object({
  isOn: z.boolean(),
  /** Whether a file with each event is made besides the summary. */
  includesEvents: z.boolean(),
});

export const eventExportSettingsInput = settings.extend({ destination: destinationInput });
export type EventExportSettingsInput = z.output<typeof eventExportSettingsInput>;

export const eventExportSettingsView = settings.extend({
  destination,
  hasSecretAccessKey: z.boolean(),
  hasSigningSecret: z.boolean(),
  /** When the next export is due; null while exports are off. */
  nextDueAt: timestamp.nullable(),
  updatedAt: timestamp,
});
eventExportSettingsView.register(z.globalRegistry, { id: 'EventExportSettings' });
export type EventExportSettingsView = z.output<typeof eventExportSettingsView>;

const signingSecret = z.object({ secret: z.string() });

export const eventExportSettingsRoutes = {
  get: route({
    id: 'event-export-settings.get',
    method: 'GET',
    path: '/api/event-export-settings',
    summary: 'Whether events are exported daily, what of them, and where to',
    permission: 'reports:read',
    response: eventExportSettingsView,
  }),
  update: route({
    id: 'event-export-settings.update',
    method: 'PUT',
    path: '/api/event-export-settings',
    summary: 'Change the daily export; exports that are not delivered yet go to the new destination',
    permission: 'organization:write',
    body: eventExportSettingsInput.extend({ version }),
    response: eventExportSettingsView,
  }),
  test: route({
    id: 'event-export-settings.test',
    method: 'POST',
    path: '/api/event-export-settings/test',
    summary: 'Send a test to this destination: a request signed like every other, or a small file',
    permission: 'organization:write',
    body: z.object({ destination: destinationInput }),
    reads: true,
  }),
  signingSecret: route({
    id: 'event-export-settings.signing-secret',
    method: 'GET',
    path: '/api/event-export-settings/signing-secret',
    summary: 'The secret that requests to the webhook are signed with (Standard Webhooks)',
    permission: 'api-keys:write',
    response: signingSecret,
  }),
  rotateSigningSecret: route({
    id: 'event-export-settings.rotate-signing-secret',
    method: 'POST',
    path: '/api/event-export-settings/signing-secret',
    summary: 'Create the signing secret, or replace it at once',
    permission: 'api-keys:write',
    response: signingSecret,
    status: 201,
  }),
};
