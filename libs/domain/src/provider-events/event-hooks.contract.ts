import { z } from 'zod';
import { count, id, idParams, route, timestamp } from '../shared/index.ts';

/** Who reports deliveries, bounces and complaints by webhook. `webhook` is any other provider, by our own format. */
export const eventProviders = ['sendgrid', 'ses', 'postmark', 'mailgun', 'webhook'] as const;
export type EventProvider = (typeof eventProviders)[number];

/** Providers whose requests are signed with a secret that we make. */
export const providersWithOurSecret = ['postmark', 'webhook'] as const satisfies readonly EventProvider[];

const sendGridHook = z.object({
  provider: z.literal('sendgrid'),
  /** An ECDSA P-256 key in base64 (DER), as SendGrid shows it; also as PEM. */
  verificationKey: z
    .string('Paste the verification key.')
    .max(1000, 'Use at most 1,000 characters.')
    .transform((text) => text.replaceAll(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, ''))
    .refine((text) => text !== '', 'Paste the verification key.')
    .refine((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text), 'Paste the whole verification key, as SendGrid shows it.'),
});
const sesHook = z.object({
  provider: z.literal('ses'),
  topicArn: z
    .string('Enter the ARN of the topic.')
    .trim()
    .max(300, 'Use at most 300 characters.')
    .regex(
      /^arn:aws(?:-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/,
      'Enter the ARN of the SNS topic, such as arn:aws:sns:eu-west-1:123456789012:ses-events.',
    ),
});
const postmarkHook = z.object({ provider: z.literal('postmark') });
const mailgunHook = z.object({
  provider: z.literal('mailgun'),
  /** Mailgun calls it the HTTP webhook signing key. Left out, the stored one stays. */
  signingKey: z
    .string()
    .trim()
    .max(200, 'Use at most 200 characters.')
    .transform((text) => text || undefined)
    .optional(),
});
const ownHook = z.object({ provider: z.literal('webhook') });

export const eventHookInput = z.object({
  hook: z.discriminatedUnion('provider', [sendGridHook, sesHook, postmarkHook, mailgunHook, ownHook]),
});
export type EventHookInput = z.output<typeof eventHookInput>['hook'];

export const eventHookView = z.object({
  /** Of the transport. */
  id,
  provider: z.enum(eventProviders),
  /** What the provider has to be given. Where it asks for a username and password, they are not part of it. */
  url: z.string(),
  verificationKey: z.string().nullable(),
  topicArn: z.string().nullable(),
  /** Whether a secret is stored. It is shown only when it is made. */
  hasSecret: z.boolean(),
  /** When the provider last sent events that were accepted; null before the first. */
  lastEventAt: timestamp.nullable(),
  /** Events stored so far, each once. */
  received: count,
  /** Events that say nothing about delivery, such as opens that the provider tracks. */
  ignored: count,
  /** Events about messages that this organization did not send. */
  foreign: count,
  updatedAt: timestamp,
});
eventHookView.register(z.globalRegistry, { id: 'EventHook' });
export type EventHookView = z.output<typeof eventHookView>;

/** With the secret where one was made just now: it is not shown again. */
const savedHook = eventHookView.extend({ secret: z.string().nullable() });
export type SavedEventHook = z.output<typeof savedHook>;

export const eventHooksRoutes = {
  list: route({
    id: 'event-hooks.list',
    method: 'GET',
    path: '/api/event-hooks',
    summary: 'The event webhooks of the transports: how providers report deliveries, bounces and complaints',
    permission: 'transports:read',
    response: z.object({ items: z.array(eventHookView) }),
  }),
  save: route({
    id: 'event-hooks.save',
    method: 'PUT',
    path: '/api/transports/:id/event-hook',
    summary:
      'Set up the event webhook of a transport, or change it; a secret that is made is shown only in this answer',
    permission: 'transports:write',
    params: idParams,
    body: eventHookInput,
    response: savedHook,
  }),
  renewSecret: route({
    id: 'event-hooks.renew-secret',
    method: 'POST',
    path: '/api/transports/:id/event-hook/secret',
    summary: 'Replace the secret of an event webhook; requests signed with the old one are rejected from then on',
    permission: 'transports:write',
    params: idParams,
    response: savedHook,
  }),
  delete: route({
    id: 'event-hooks.delete',
    method: 'DELETE',
    path: '/api/transports/:id/event-hook',
    summary: 'Delete the event webhook of a transport; its requests are rejected from then on',
    permission: 'transports:write',
    params: idParams,
  }),
};
