import { z } from 'zod';
import { deliveryStates } from '../deliveries/index.ts';
import {
  changesDirection,
  count,
  directionWords,
  emailAddress,
  hasControlCharacter,
  id,
  idParams,
  line,
  pageOf,
  pageQuery,
  route,
  searchText,
  shownName,
  timestamp,
} from '../shared/index.ts';
import { receiptView } from '../receipts/index.ts';
import {
  attachmentLimits,
  bytesInBase64,
  isBase64,
  messageRequestBytes,
  problemWithAttachment,
} from './attachments.ts';
import { messageStates } from './message.state.ts';

const longest = { subject: 500, content: 500_000, header: 900, variables: 100_000 } as const;
const megabytes = attachmentLimits.bytes / 1024 / 1024;

const optionalShownName = (max: number) =>
  shownName(max)
    .nullish()
    .transform((text) => text || null);

const to = z
  .object({
    address: emailAddress.optional(),
    name: optionalShownName(200),
    contactId: id.optional(),
    externalId: line('an external ID').optional(),
  })
  .superRefine(({ address, contactId, externalId }, context) => {
    if ([address, contactId, externalId].filter((given) => given !== undefined).length !== 1)
      context.addIssue({ code: 'custom', message: 'Give one person, by address, contactId or externalId.' });
  });

/** Headers that say something about the message. All others are ours or the transport's. */
const knownHeader = /^(in-reply-to|references|auto-submitted|importance|precedence|x-[a-z0-9-]{1,60})$/i;
/** Instructions to providers, which would reach past our limits and accounts. */
const forProviders = /^x-(smtpapi|sg-|ses-|mailgun-|mc-|pm-|mj-|mandrill-|engagex)/i;

const headers = z
  .record(z.string(), z.string().max(longest.header, `Use at most ${longest.header} characters.`))
  .superRefine((given, context) => {
    const names = Object.keys(given);
    const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (names.length > 20) problem([], 'Use at most 20 headers.');
    for (const name of names) {
      if (!knownHeader.test(name) || forProviders.test(name))
        problem(
          [name],
          `${name} cannot be set. Use In-Reply-To, References, Auto-Submitted, Importance, Precedence or X-….`,
        );
      else if (hasControlCharacter(given[name] ?? ''))
        problem([name], 'Remove line breaks and other control characters.');
    }
    if (new Set(names.map((name) => name.toLowerCase())).size < names.length) problem([], 'Set each header only once.');
  });

const attachment = z
  .object({
    name: line('a file name', attachmentLimits.nameCharacters)
      .refine((name) => !/["\\/]/.test(name), 'A file name cannot contain quotes or slashes.')
      .refine((name) => !changesDirection(name), directionWords),
    contentType: z
      .string()
      .regex(
        /^(?!multipart\/|message\/)[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,90}$/i,
        'Use a media type such as application/pdf.',
      )
      .default('application/octet-stream'),
    /** The file in base64 (RFC 4648, section 4). */
    content: z.string().min(1, 'This file is empty.').refine(isBase64, 'This is not base64.'),
  })
  .superRefine(({ name, content }, context) => {
    const problem = problemWithAttachment(name, startOf(content));
    if (problem) context.addIssue({ code: 'custom', path: ['name'], message: problem });
  });

function startOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.slice(0, 8)), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(); // told as not being base64
  }
}

const attachments = z
  .array(attachment)
  .max(attachmentLimits.files, `Attach at most ${attachmentLimits.files} files.`)
  .refine(
    (files) => files.reduce((sum, { content }) => sum + bytesInBase64(content), 0) <= attachmentLimits.bytes,
    `Attach at most ${megabytes} MB in all.`,
  );

const content = z.string().max(longest.content, `Use at most ${longest.content.toLocaleString('en')} characters.`);

const variables = z
  .record(z.string(), z.unknown())
  .refine((given) => JSON.stringify(given).length <= longest.variables, 'Use at most 100 kB of variables.')
  .refine(
    (given) => !('contact' in given) && !('organization' in given),
    'EngageX fills in contact and organization. Choose other names for your variables.',
  );

/** Whom it goes to, and either a template with variables or the content itself, in which variables work too. */
export const messageInput = z
  .object({
    to,
    templateId: id.optional(),
    subject: line('a subject', longest.subject).optional(),
    html: content.optional(),
    text: content.optional(),
    variables: variables.default({}),
    /** The organization's usual sender when it is left out. */
    from: z.object({ name: shownName().min(1, 'Enter a name.'), address: emailAddress }).optional(),
    replyTo: z.object({ name: optionalShownName(100), address: emailAddress }).optional(),
    headers: headers.default({}),
    attachments: attachments.default([]),
  })
  .superRefine(({ templateId, subject, html, text }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (templateId) {
      if (html !== undefined || text !== undefined)
        problem('templateId', 'Use either a template or html and text, not both.');
      return;
    }
    if (!subject) problem('subject', 'Enter a subject or a template.');
    if (!html && !text) problem('html', 'Give html, text or both, or a template.');
  })
  .meta({
    examples: [
      {
        to: { address: 'ada@example.com', name: 'Ada Lovelace' },
        templateId: '0198c0de-0000-7000-8000-000000000001',
        variables: { order: { number: 'A-1001', total: '€ 25.00' } },
      },
      {
        to: { externalId: 'customer-4711' },
        from: { name: 'Shop', address: 'orders@shop.example' },
        replyTo: { address: 'help@shop.example' },
        subject: 'Your invoice {{ number }}',
        html: '<p>Hello {{ contact.first_name | default: "there" }}, here is your invoice.</p>',
        variables: { number: '2026-17' },
        attachments: [{ name: 'invoice.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' }],
      },
    ],
  });
export type MessageInput = z.output<typeof messageInput>;

export const idempotencyHeader = 'idempotency-key';

/** The answer to sending a message, repeated for the same key. */
export const messageReceipt = z
  .object({ id, createdAt: timestamp })
  .meta({ examples: [{ id: '0198c0de-0000-7000-8000-000000000002', createdAt: '2026-11-21T10:00:00.000Z' }] });

export const messageSummary = z.object({
  id,
  contactId: id.nullable(),
  /** Empty once the person was erased. */
  to: z.string(),
  subject: z.string(),
  state: z.enum(messageStates),
  /** Why it was skipped or failed, as a code; the server's own words are in `response`. */
  reason: z.string().nullable(),
  response: z.string().nullable(),
  createdAt: timestamp,
  acceptedAt: timestamp.nullable(),
});
export type MessageSummary = z.output<typeof messageSummary>;

export const messageAttempt = z.object({
  at: timestamp,
  /** What the message was after it: `pending` means that it was certainly not taken. */
  state: z.enum(deliveryStates),
  response: z.string().nullable(),
  transport: z.string().nullable(),
  nextAttemptAt: timestamp.nullable(),
});
export type MessageAttempt = z.output<typeof messageAttempt>;

export const messageView = messageSummary.extend({
  toName: z.string(),
  from: z.object({ name: z.string(), address: z.string() }),
  replyTo: z.string().nullable(),
  template: z.object({ id, name: z.string() }).nullable(),
  idempotencyKey: z.string().nullable(),
  /** Who sent it: a member or a key. */
  by: z.string().nullable(),
  /** When it is tried next, while it is pending or deferred. */
  dueAt: timestamp.nullable(),
  /** What a pending message waits for; null when its turn comes at once. */
  waitsFor: z.string().nullable(),
  submittedAt: timestamp.nullable(),
  attempts: count,
  history: z.array(messageAttempt),
  /** What was heard of it afterwards, and why it was refused. */
  receipts: z.array(receiptView),
  attachments: z.array(
    z.object({ name: z.string(), contentType: z.string(), size: count, removedAt: timestamp.nullable() }),
  ),
});
export type MessageView = z.output<typeof messageView>;

export const messagesRoutes = {
  create: route({
    id: 'messages.create',
    method: 'POST',
    path: '/api/messages',
    summary: 'Send one message to one person, ahead of campaigns; answers 202 once it is stored and will be sent',
    permission: 'messages:send',
    needsVerifiedAddress: true,
    headers: z.object({
      [idempotencyHeader]: z
        .string()
        .min(1, 'Idempotency-Key cannot be empty.')
        .max(200, 'Use at most 200 characters for Idempotency-Key.')
        .optional()
        .describe(
          'For 24 hours, the same key and body get the same answer and send nothing again; a different body is a 409',
        ),
    }),
    body: messageInput,
    bodyBytes: messageRequestBytes,
    response: messageReceipt,
    status: 202,
  }),
  list: route({
    id: 'messages.list',
    method: 'GET',
    path: '/api/messages',
    summary: 'Messages, newest first; `search` finds the start of an address',
    permission: 'messages:read',
    query: pageQuery.extend({
      state: z.enum(messageStates).optional(),
      contactId: id.optional(),
      search: searchText,
    }),
    response: pageOf(messageSummary),
  }),
  get: route({
    id: 'messages.get',
    method: 'GET',
    path: '/api/messages/:id',
    summary: 'One message: its state, and each attempt with the server’s response',
    permission: 'messages:read',
    params: idParams,
    response: messageView,
  }),
};
