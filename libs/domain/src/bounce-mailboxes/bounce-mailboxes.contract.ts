import { z } from 'zod';
import { emailAddress, id, idParams, route, timestamp, version } from '../shared/index.ts';
import { hostName, securities } from '../transports/index.ts';
import { mailboxProblems } from './problems.ts';

export const mailboxKinds = ['imap', 'pop3'] as const;
export type MailboxKind = (typeof mailboxKinds)[number];

/** What becomes of bounces once they are stored; by IMAP they are moved or flagged, by POP3 kept or deleted. */
export const afterwardsOf = { imap: ['move', 'flag'], pop3: ['keep', 'delete'] } as const;
const afterwards = ['move', 'flag', 'keep', 'delete'] as const;

/** The usual port of a kind (RFC 8314, 3.2 and 3.3). */
export function usualPort(kind: MailboxKind, security: (typeof securities)[number]): number {
  if (kind === 'imap') return security === 'tls' ? 993 : 143;
  return security === 'tls' ? 995 : 110;
}

const server = z.object({
  kind: z.enum(mailboxKinds),
  host: hostName('mail.example.com'),
  port: z.int('Enter the port as a number.').min(1, 'Ports are 1 to 65535.').max(65_535, 'Ports are 1 to 65535.'),
  security: z.enum(securities).default('tls'),
  username: z
    .string('Enter the username.')
    .trim()
    .min(1, 'Enter the username.')
    .max(300, 'Use at most 300 characters.')
    .refine((text) => !/\p{Cc}/u.test(text), 'Remove line breaks and control characters.'),
  /** Typed once and never shown again; left empty, what is stored stays. */
  password: z
    .string()
    .max(1000, 'Use at most 1,000 characters.')
    .refine((text) => !/[\r\n\0]/.test(text), 'Remove line breaks.')
    .transform((text) => text || undefined)
    .optional(),
  folder: z
    .string()
    .trim()
    .min(1, 'Enter the folder, such as INBOX.')
    .max(200, 'Use at most 200 characters.')
    .refine((text) => !/\p{Cc}/u.test(text), 'Remove line breaks and control characters.')
    .default('INBOX'),
  /** Where bounces go: the mailbox’s own address. */
  address: emailAddress,
  afterwards: z.enum(afterwards),
});

export const bounceMailboxInput = server.superRefine(({ kind, afterwards: chosen }, context) => {
  if (afterwardsOf[kind].some((each) => each === chosen)) return;
  const message = kind === 'imap' ? 'Choose to move or to flag bounces.' : 'Choose to keep or to delete bounces.';
  context.addIssue({ code: 'custom', path: ['afterwards'], message });
});
export type BounceMailboxInput = z.output<typeof bounceMailboxInput>;

export const bounceMailboxView = z.object({
  id,
  /** Whose return path it is. */
  transportId: id,
  transportName: z.string(),
  kind: z.enum(mailboxKinds),
  host: z.string(),
  port: z.int(),
  security: z.enum(securities),
  username: z.string(),
  folder: z.string(),
  address: z.string(),
  afterwards: z.enum(afterwards),
  /** Whether mail to `address+anything` arrives in it. `testing`: we sent a message there, which has not arrived yet. */
  plusAddresses: z.enum(['unknown', 'testing', 'work', 'fail']),
  /** `retrying`: the last checks failed and more follow by themselves; `paused`: none before its settings change or a test succeeds. */
  state: z.enum(['working', 'retrying', 'paused']),
  problem: z.enum(mailboxProblems).nullable(),
  /** The server’s own words. */
  detail: z.string().nullable(),
  checkedAt: timestamp.nullable(),
  /** Null while it is paused. */
  nextCheckAt: timestamp.nullable(),
  /** Reports about messages of this organization that were stored. */
  taken: z.int(),
  takenAt: timestamp.nullable(),
  /** Messages that look like reports but are too large to be read. */
  skipped: z.int(),
  updatedAt: timestamp,
});
bounceMailboxView.register(z.globalRegistry, { id: 'BounceMailbox' });
export type BounceMailboxView = z.output<typeof bounceMailboxView>;

export const mailboxTest = z.object({
  isReachable: z.boolean(),
  problem: z.enum(mailboxProblems).nullable(),
  /** The server’s own words. */
  detail: z.string().nullable(),
  folders: z.array(z.string()),
  /** In the folder that is checked. */
  messageCount: z.int().nullable(),
  /** Whether a message was sent to a plus address, to see whether it arrives; `too_long`: the address leaves no room for one. */
  plusTest: z.enum(['sent', 'rejected', 'too_long', 'not_sent']),
  /** What the transport said about it. */
  plusDetail: z.string().nullable(),
});
export type MailboxTest = z.output<typeof mailboxTest>;

export const bounceMailboxesRoutes = {
  list: route({
    id: 'bounce-mailboxes.list',
    method: 'GET',
    path: '/api/bounce-mailboxes',
    summary: 'Mailboxes that bounces of your transports go to',
    permission: 'transports:read',
    response: z.object({ items: z.array(bounceMailboxView) }),
  }),
  create: route({
    id: 'bounce-mailboxes.create',
    method: 'POST',
    path: '/api/bounce-mailboxes',
    summary: 'Have bounces of a transport sent to a mailbox, which is checked every minute',
    permission: 'transports:write',
    body: z.object({ transportId: id, mailbox: bounceMailboxInput }),
    response: bounceMailboxView,
    status: 201,
  }),
  update: route({
    id: 'bounce-mailboxes.update',
    method: 'PUT',
    path: '/api/bounce-mailboxes/:id',
    summary: 'Change a bounce mailbox; a password left out stays. A paused one is checked again',
    permission: 'transports:write',
    params: idParams,
    body: z.object({ mailbox: bounceMailboxInput, version }),
    response: bounceMailboxView,
  }),
  test: route({
    id: 'bounce-mailboxes.test',
    method: 'POST',
    path: '/api/bounce-mailboxes/:id/tests',
    summary: 'Sign in to a bounce mailbox and send it a message at a plus address; success resumes a paused one',
    permission: 'transports:write',
    needsVerifiedAddress: true,
    params: idParams,
    response: mailboxTest,
  }),
  delete: route({
    id: 'bounce-mailboxes.delete',
    method: 'DELETE',
    path: '/api/bounce-mailboxes/:id',
    summary: 'Stop using a bounce mailbox; it can be restored for an hour, then its password is deleted',
    permission: 'transports:write',
    params: idParams,
  }),
  restore: route({
    id: 'bounce-mailboxes.restore',
    method: 'POST',
    path: '/api/bounce-mailboxes/:id/restore',
    summary: 'Restore a deleted bounce mailbox',
    permission: 'transports:write',
    params: idParams,
    response: bounceMailboxView,
  }),
};
