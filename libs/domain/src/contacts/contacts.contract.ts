import { z } from 'zod';
import { count, id, idParams, line, pageOf, pageQuery, route, timestamp, version } from '../shared/index.ts';
import { attributeLimits } from './attributes.ts';
import { contactFilterQuery, contactSort } from './contact-filter.ts';
import { subscriptions } from './contact.ts';
import { readField, type StandardField } from './standard-fields.ts';

/** Text for a standard field, read as it will be stored; null or nothing unsets it. */
function field(name: StandardField) {
  return z
    .string()
    .nullish()
    .transform((text, context) => {
      if (typeof text !== 'string') return text;
      const read = readField(name, text);
      if ('value' in read) return read.value;
      context.addIssue({ code: 'custom', message: read.problem });
      return z.NEVER;
    });
}

const attributeValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** By name; the definition of each says which values it takes. Null unsets one. */
const attributesInput = z
  .record(z.string(), attributeValue.nullable())
  .refine((record) => Object.keys(record).length <= attributeLimits.definitions, {
    message: `Use at most ${attributeLimits.definitions} attributes.`,
  });

const fields = z.object({
  email: field('email'),
  firstName: field('firstName'),
  lastName: field('lastName'),
  phone: field('phone'),
  language: field('language'),
  timeZone: field('timeZone'),
  country: field('country'),
  externalId: field('externalId'),
});

/** What is said when nothing is left by which a contact can be found. */
export const handleRequired = 'Enter an email address, a phone number or an external ID.';

export const contactInput = fields
  .extend({ attributes: attributesInput.default({}) })
  .refine(({ email, phone, externalId }) => email ?? phone ?? externalId, { path: ['email'], message: handleRequired });

export const contactView = z.object({
  id,
  email: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  country: z.string().nullable(),
  externalId: z.string().nullable(),
  attributes: z.record(z.string(), attributeValue),
  subscription: z.enum(subscriptions),
  unsubscribedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
contactView.register(z.globalRegistry, { id: 'Contact' });
export type ContactView = z.output<typeof contactView>;

export const groupInput = z.object({ name: line('a name for the group', 100) });
export const groupView = z.object({
  id,
  name: z.string(),
  memberCount: count,
  createdAt: timestamp,
  updatedAt: timestamp,
});
groupView.register(z.globalRegistry, { id: 'Group' });
export type GroupView = z.output<typeof groupView>;

const memberParams = z.object({ id, contactId: id });

export const contactsRoutes = {
  list: route({
    id: 'contacts.list',
    method: 'GET',
    path: '/api/contacts',
    summary: 'Contacts, newest first unless sorted; `search` finds parts of names and addresses, `conditions` is JSON',
    permission: 'contacts:read',
    query: pageQuery.extend({
      ...contactFilterQuery.shape,
      sort: contactSort,
      cursor: z.string().max(4_000).optional(),
    }),
    response: pageOf(contactView),
  }),
  count: route({
    id: 'contacts.count',
    method: 'GET',
    path: '/api/contacts/count',
    summary: 'How many contacts match',
    permission: 'contacts:read',
    query: contactFilterQuery,
    response: z.object({ count }),
  }),
  create: route({
    id: 'contacts.create',
    method: 'POST',
    path: '/api/contacts',
    summary: 'Create a contact',
    permission: 'contacts:write',
    body: contactInput,
    response: contactView,
    status: 201,
  }),
  get: route({
    id: 'contacts.get',
    method: 'GET',
    path: '/api/contacts/:id',
    summary: 'One contact with its groups',
    permission: 'contacts:read',
    params: idParams,
    response: contactView.extend({ groups: z.array(z.object({ id, name: z.string() })) }),
  }),
  update: route({
    id: 'contacts.update',
    method: 'PATCH',
    path: '/api/contacts/:id',
    summary: 'Change a contact; fields and attributes left out stay as they are, null unsets one',
    permission: 'contacts:write',
    params: idParams,
    body: fields.extend({ attributes: attributesInput.optional(), version }),
    response: contactView,
  }),
  unsubscribe: route({
    id: 'contacts.unsubscribe',
    method: 'POST',
    path: '/api/contacts/:id/unsubscribe',
    summary: 'Unsubscribe a contact from bulk mail',
    permission: 'contacts:write',
    params: idParams,
    response: contactView,
  }),
  delete: route({
    id: 'contacts.delete',
    method: 'DELETE',
    path: '/api/contacts/:id',
    summary: 'Delete a contact; it can be restored',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'contacts.restore',
    method: 'POST',
    path: '/api/contacts/:id/restore',
    summary: 'Restore a deleted contact with its groups',
    permission: 'contacts:write',
    params: idParams,
    response: contactView,
  }),
};

export const groupsRoutes = {
  list: route({
    id: 'groups.list',
    method: 'GET',
    path: '/api/groups',
    summary: 'All groups by name',
    permission: 'contacts:read',
    response: z.object({ items: z.array(groupView) }),
  }),
  create: route({
    id: 'groups.create',
    method: 'POST',
    path: '/api/groups',
    summary: 'Create a group',
    permission: 'contacts:write',
    body: groupInput,
    response: groupView,
    status: 201,
  }),
  update: route({
    id: 'groups.update',
    method: 'PATCH',
    path: '/api/groups/:id',
    summary: 'Rename a group',
    permission: 'contacts:write',
    params: idParams,
    body: groupInput.extend({ version }),
    response: groupView,
  }),
  delete: route({
    id: 'groups.delete',
    method: 'DELETE',
    path: '/api/groups/:id',
    summary: 'Delete a group; its contacts stay, and it can be restored',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'groups.restore',
    method: 'POST',
    path: '/api/groups/:id/restore',
    summary: 'Restore a deleted group',
    permission: 'contacts:write',
    params: idParams,
    response: groupView,
  }),
  addMember: route({
    id: 'groups.add-member',
    method: 'PUT',
    path: '/api/groups/:id/members/:contactId',
    summary: 'Add a contact to a group',
    permission: 'contacts:write',
    params: memberParams,
  }),
  removeMember: route({
    id: 'groups.remove-member',
    method: 'DELETE',
    path: '/api/groups/:id/members/:contactId',
    summary: 'Remove a contact from a group',
    permission: 'contacts:write',
    params: memberParams,
  }),
};
