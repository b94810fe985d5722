import { z } from 'zod';
import { count, id, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';

/** Who did it: a member, or a program with a secret key. */
export const actorKinds = ['user', 'key'] as const;

const fields = z.record(z.string(), z.unknown()).nullable();

export const auditEntryView = z.object({
  /** Its position in the organization's log, from 1 and without gaps. */
  seq: count,
  at: timestamp,
  /** The name it had at that time. */
  actor: z.object({ kind: z.enum(actorKinds), id, name: z.string() }),
  /** The operation, as `contacts.update`; its first part is not always the noun: `identity.sign-up` makes an organization. */
  action: z.string(),
  noun: z.string(),
  object: z.object({ id: id.nullable(), name: z.string().nullable() }),
  /** The fields that changed; all fields of something created or deleted. Never a secret, and only part of long texts. */
  before: fields,
  after: fields,
  requestId: z.string(),
  /** The client's address; null when it is not known. */
  address: z.string().nullable(),
  /** SHA-256 over this entry and the one before it, in hexadecimal. */
  hash: z.string(),
});
auditEntryView.register(z.globalRegistry, { id: 'AuditEntry' });
export type AuditEntryView = z.output<typeof auditEntryView>;

const words = (example: string, pattern: RegExp) =>
  z.string().max(100).regex(pattern, `Use the format ${example}, or leave it out.`).optional();
const instant = z.iso.datetime({ offset: true, error: 'Enter a time such as 2026-11-21T00:00:00Z.' }).optional();

export const auditFilter = z.object({
  actorId: id.optional(),
  noun: words('contacts', /^[a-z-]+$/),
  action: words('contacts.update', /^[a-z-]+\.[a-z-]+$/),
  objectId: id.optional(),
  /** From this instant on. */
  from: instant,
  /** Before this instant. */
  to: instant,
});
export type AuditFilter = z.output<typeof auditFilter>;

export const auditRoutes = {
  list: route({
    id: 'audit.list',
    method: 'GET',
    path: '/api/audit-entries',
    summary: 'Who changed what, newest first',
    permission: 'audit:read',
    query: pageQuery.extend(auditFilter.shape),
    response: pageOf(auditEntryView),
  }),
  export: route({
    id: 'audit.export',
    method: 'GET',
    path: '/api/audit-entries/export',
    summary: 'The same as a CSV file, all of it',
    permission: 'audit:read',
    query: auditFilter,
    produces: 'text/csv',
  }),
};
