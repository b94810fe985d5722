import { z } from 'zod';
import {
  count,
  emailAddress,
  id,
  idParams,
  line,
  optionalLine,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
} from '../shared/index.ts';
import { subscriptions } from './contact.ts';

const maxAttributes = 100;

/** The name of a custom attribute, as templates write it: `{{ contact.attributes.city }}`. */
export const attributeName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and underscores, starting with a letter.');

const attributes = z
  .record(attributeName, z.string().max(1000, 'Use at most 1,000 characters.'))
  .refine((record) => Object.keys(record).length <= maxAttributes, `Use at most ${maxAttributes} attributes.`);

export const contactInput = z.object({
  email: emailAddress,
  firstName: optionalLine(100),
  lastName: optionalLine(100),
  attributes: attributes.default({}),
});

export const contactView = z.object({
  id,
  email: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  subscription: z.enum(subscriptions),
  unsubscribedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type ContactView = z.output<typeof contactView>;

export const groupInput = z.object({ name: line('a name for the group', 100) });
export const groupView = z.object({ id, name: z.string(), memberCount: count, createdAt: timestamp });
export type GroupView = z.output<typeof groupView>;

const contactFilter = z.object({
  search: searchText,
  groupId: id.optional(),
  segmentId: id.optional(),
  subscription: z.enum(subscriptions).optional(),
});

const memberParams = z.object({ id, contactId: id });

export const contactsRoutes = {
  list: route({
    id: 'contacts.list',
    method: 'GET',
    path: '/api/contacts',
    summary: 'Contacts, newest first; `search` finds the start of a name or address, or the domain after an @',
    permission: 'contacts:read',
    query: pageQuery.extend(contactFilter.shape),
    response: pageOf(contactView),
  }),
  count: route({
    id: 'contacts.count',
    method: 'GET',
    path: '/api/contacts/count',
    summary: 'How many contacts match',
    permission: 'contacts:read',
    query: contactFilter,
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
    summary: 'Change a contact; fields left out stay as they are',
    permission: 'contacts:write',
    params: idParams,
    body: z.object({
      email: emailAddress.optional(),
      firstName: z.string().trim().max(100).nullable().optional(),
      lastName: z.string().trim().max(100).nullable().optional(),
      attributes: attributes.optional(),
    }),
    response: contactView,
  }),
  unsubscribe: route({
    id: 'contacts.unsubscribe',
    method: 'POST',
    path: '/api/contacts/:id/unsubscribe',
    summary: 'Record that this person does not want bulk mail',
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
    summary: 'Bring a deleted contact back, with its groups',
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
    body: groupInput,
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
    summary: 'Bring a deleted group back',
    permission: 'contacts:write',
    params: idParams,
    response: groupView,
  }),
  addMember: route({
    id: 'groups.add-member',
    method: 'PUT',
    path: '/api/groups/:id/members/:contactId',
    summary: 'Put a contact into a group',
    permission: 'contacts:write',
    params: memberParams,
  }),
  removeMember: route({
    id: 'groups.remove-member',
    method: 'DELETE',
    path: '/api/groups/:id/members/:contactId',
    summary: 'Take a contact out of a group',
    permission: 'contacts:write',
    params: memberParams,
  }),
};
