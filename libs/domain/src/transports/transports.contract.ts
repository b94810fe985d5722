import { z } from 'zod';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';

export const transportKinds = ['smtp', 'sendgrid'] as const;
export type TransportKind = (typeof transportKinds)[number];

export const securities = ['starttls', 'tls', 'none'] as const;
export type Security = (typeof securities)[number];
export const maxTransports = 10;

/** How many at most; empty is no limit. */
const limit = (most: number) =>
  z
    .int('Enter a whole number.')
    .min(1, 'Enter at least 1, or leave it empty for no limit.')
    .max(most, `Enter at most ${most.toLocaleString('en')}, or leave it empty for no limit.`)
    .nullable()
    .default(null);

/** The name or IP address of a mail server, as `example` shows. */
export const hostName = (example: string) =>
  z
    .string('Enter the server.')
    .trim()
    .toLowerCase()
    .regex(/^(?=.{1,253}$)[a-z0-9:]([a-z0-9.:-]*[a-z0-9])?$/, `Enter the server’s name only, such as ${example}.`);

/** What is typed once and never shown again; left empty, what is stored stays. */
const secret = z
  .string()
  .max(1000, 'Use at most 1,000 characters.')
  .refine((text) => !/[\r\n]/.test(text), 'Remove line breaks.')
  .transform((text) => text || undefined)
  .optional();

const limits = { perSecond: limit(10_000), perHour: limit(10_000_000), perDay: limit(100_000_000) };
const name = line('a name for the transport', 100);

export const smtpInput = z.object({
  kind: z.literal('smtp'),
  name,
  host: hostName('smtp.example.com'),
  port: z
    .int('Enter the port as a number.')
    .min(1, 'Ports are 1 to 65535.')
    .max(65_535, 'Ports are 1 to 65535.')
    .default(587),
  security: z.enum(securities).default('starttls'),
  username: z.string().trim().max(300, 'Use at most 300 characters.').default(''),
  secret,
  ...limits,
});

export const sendGridInput = z.object({ kind: z.literal('sendgrid'), name, secret, ...limits });

export const transportInput = z.object({ transport: z.discriminatedUnion('kind', [smtpInput, sendGridInput]) });
export type TransportInput = z.output<typeof transportInput>['transport'];

export const transportView = z.object({
  id,
  name: z.string(),
  /** `installation` is what the operator has set up for everybody. */
  kind: z.enum(['installation', ...transportKinds]),
  isEnabled: z.boolean(),
  host: z.string().nullable(),
  port: z.int().nullable(),
  security: z.enum(securities).nullable(),
  username: z.string().nullable(),
  /** Whether a password or key is stored; it is never shown. */
  hasSecret: z.boolean(),
  perSecond: z.int().nullable(),
  perHour: z.int().nullable(),
  perDay: z.int().nullable(),
  /** Taken so far in this hour and on this day; null without such a limit. */
  usedThisHour: z.int().nullable(),
  usedToday: z.int().nullable(),
  /** Whose mail the installation's transport carries, in words; null for transports of one's own. */
  senders: z.string().nullable(),
  health: z.enum(['working', 'unreachable', 'broken', 'off']),
  /** The server's own words when it was unreachable or refused us. */
  problem: z.string().nullable(),
  openUntil: timestamp.nullable(),
  /**
   * Whether it lets bounces go to an address of ours that names the message, or only to its bounce mailbox (`plain`); null as
   * long as nobody knows.
   */
  returnPath: z.enum(['verp', 'plain', 'refused']).nullable(),
  /** When its settings were changed last. */
  updatedAt: timestamp,
});
transportView.register(z.globalRegistry, { id: 'Transport' });
export type TransportView = z.output<typeof transportView>;

export const transportsRoutes = {
  list: route({
    id: 'transports.list',
    method: 'GET',
    path: '/api/transports',
    summary: 'The transports, in the order they are used',
    permission: 'transports:read',
    response: z.object({ items: z.array(transportView) }),
  }),
  create: route({
    id: 'transports.create',
    method: 'POST',
    path: '/api/transports',
    summary: 'Add a transport after the others; your first one replaces the installation’s transport',
    permission: 'transports:write',
    body: transportInput,
    response: transportView,
    status: 201,
  }),
  update: route({
    id: 'transports.update',
    method: 'PUT',
    path: '/api/transports/:id',
    summary: 'Change a transport; a secret left out stays. A broken one is tried again',
    permission: 'transports:write',
    params: idParams,
    body: transportInput.extend({ version }),
    response: transportView,
  }),
  limit: route({
    id: 'transports.limit',
    method: 'PUT',
    path: '/api/transports/:id/limits',
    summary: 'Change the limits of a transport per second, hour and day',
    permission: 'transports:write',
    params: idParams,
    body: z.object({ ...limits, version }),
    response: transportView,
  }),
  enable: route({
    id: 'transports.enable',
    method: 'POST',
    path: '/api/transports/:id/enable',
    summary: 'Switch on a transport',
    permission: 'transports:write',
    params: idParams,
    response: transportView,
  }),
  disable: route({
    id: 'transports.disable',
    method: 'POST',
    path: '/api/transports/:id/disable',
    summary: 'Switch off a transport',
    permission: 'transports:write',
    params: idParams,
    response: transportView,
  }),
  prefer: route({
    id: 'transports.prefer',
    method: 'POST',
    path: '/api/transports/:id/prefer',
    summary: 'Use this transport before all others',
    permission: 'transports:write',
    params: idParams,
    response: transportView,
  }),
  sendTest: route({
    id: 'transports.send-test',
    method: 'POST',
    path: '/api/transports/:id/test-sends',
    summary: 'Send yourself a test message; success marks a broken transport as working',
    permission: 'transports:write',
    needsVerifiedAddress: true,
    params: idParams,
    response: z.object({
      isAccepted: z.boolean(),
      to: z.string(),
      /** The server's own words. */
      response: z.string(),
    }),
  }),
  delete: route({
    id: 'transports.delete',
    method: 'DELETE',
    path: '/api/transports/:id',
    summary: 'Delete a transport and its secret; if you have none left, the installation’s transport sends your mail',
    permission: 'transports:write',
    params: idParams,
  }),
};
