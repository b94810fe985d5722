import { expect } from 'vitest';
import {
  attributesRoutes,
  contactPageRoutes,
  contactsRoutes,
  contactViewsRoutes,
  groupsRoutes,
} from '@engagex/domain/contacts';
import { segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { buildGroup } from '../../../testing/builders.ts';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, one, deleted, inLog } from './change.ts';

const contact = async (owner: TestMember) =>
  (await owner.call(contactsRoutes.create, { email: one(), firstName: 'Ada' })).id;
const attribute = async (owner: TestMember) =>
  (await owner.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' })).id;
const view = async (owner: TestMember) => (await owner.call(contactViewsRoutes.create, { name: 'Regulars' })).id;
const group = async (owner: TestMember) => (await owner.call(groupsRoutes.create, { name: 'Friends' })).id;
const german: SegmentBranch = {
  kind: 'all',
  of: [{ kind: 'field', field: 'country', predicate: { op: 'is', value: 'DE' } }],
};
const segment = async (owner: TestMember) =>
  (await owner.call(segmentsRoutes.create, { name: 'Germans', tree: german })).id;

export const contactChanges: Changes = {
  'attributes.create': {
    act: attribute,
    entry: { ...inLog('attributes', 'City'), before: null, after: { name: 'city', label: 'City', type: 'text' } },
  },
  'attributes.update': {
    arrange: attribute,
    act: (owner, id) => owner.call(attributesRoutes.update, { id, label: 'Town' }),
    entry: { ...inLog('attributes', 'Town'), before: { label: 'City' }, after: { label: 'Town' } },
  },
  'attributes.delete': {
    arrange: attribute,
    act: (owner, id) => owner.call(attributesRoutes.delete, { id }),
    entry: { ...inLog('attributes', 'City'), before: { label: 'City' }, after: null },
  },
  'attributes.restore': {
    arrange: deleted(attribute, '/api/attributes'),
    act: (owner, id) => owner.call(attributesRoutes.restore, { id }),
    entry: { ...inLog('attributes', 'City'), before: null, after: { label: 'City' } },
  },
  'contact-views.create': {
    act: view,
    entry: { ...inLog('contact-views', 'Regulars'), before: null },
  },
  'contact-views.update': {
    arrange: view,
    act: (owner, id) => owner.call(contactViewsRoutes.update, { id, name: 'Friends' }),
    entry: { ...inLog('contact-views', 'Friends'), before: { name: 'Regulars' }, after: { name: 'Friends' } },
  },
  'contact-views.delete': {
    arrange: view,
    act: (owner, id) => owner.call(contactViewsRoutes.delete, { id }),
    entry: { ...inLog('contact-views', 'Regulars'), after: null },
  },
  'contact-views.restore': {
    arrange: deleted(view, '/api/contact-views'),
    act: (owner, id) => owner.call(contactViewsRoutes.restore, { id }),
    entry: { ...inLog('contact-views', 'Regulars'), before: null },
  },
  'contacts.create': {
    arrange: attribute,
    act: (owner) => owner.call(contactsRoutes.create, { email: 'ada@example.com', attributes: { city: 'Bern' } }),
    entry: {
      ...inLog('contacts', 'ada@example.com'),
      before: null,
      after: { email: 'ada@example.com', attributes: { city: 'Bern' }, subscription: 'subscribed' },
    },
  },
  'contacts.update': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.update, { id, firstName: 'Grace' }),
    entry: { ...inLog('contacts'), before: { firstName: 'Ada' }, after: { firstName: 'Grace' } },
  },
  'contacts.unsubscribe': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.unsubscribe, { id }),
    entry: {
      ...inLog('contacts'),
      before: { subscription: 'subscribed', unsubscribedAt: null },
      after: { subscription: 'unsubscribed', unsubscribedAt: expect.any(String) },
    },
  },
  'contacts.merge': {
    arrange: contact,
    act: async (owner, id, api) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into contacts (organization_id, email, last_name) values ($1, 'other@example.com', 'Byron') returning id`,
        [owner.organizationId],
      );
      await owner.call(contactPageRoutes.merge, { id, otherId: rows[0]!.id });
    },
    entry: { ...inLog('contacts'), after: { merged: 'other@example.com', lastName: 'Byron' } },
  },
  'contacts.delete': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.delete, { id }),
    entry: {
      ...inLog('contacts'),
      before: { email: expect.any(String), firstName: 'Ada', subscription: 'subscribed' },
      after: null,
    },
  },
  'contacts.restore': {
    arrange: deleted(contact, '/api/contacts'),
    act: (owner, id) => owner.call(contactsRoutes.restore, { id }),
    entry: {
      ...inLog('contacts'),
      before: null,
      after: { email: expect.any(String), firstName: 'Ada', subscription: 'subscribed' },
    },
  },
  'groups.create': {
    act: group,
    entry: { ...inLog('groups', 'Friends'), before: null, after: { name: 'Friends' } },
  },
  'groups.update': {
    arrange: group,
    act: (owner, id) => owner.call(groupsRoutes.update, { id, name: 'Family' }),
    entry: { ...inLog('groups', 'Family'), before: { name: 'Friends' }, after: { name: 'Family' } },
  },
  'groups.delete': {
    arrange: group,
    act: (owner, id) => owner.call(groupsRoutes.delete, { id }),
    entry: { ...inLog('groups', 'Friends'), before: { name: 'Friends' }, after: null },
  },
  'groups.restore': {
    arrange: deleted(group, '/api/groups'),
    act: (owner, id) => owner.call(groupsRoutes.restore, { id }),
    entry: { ...inLog('groups', 'Friends'), before: null, after: { name: 'Friends' } },
  },
  'groups.add-member': {
    arrange: group,
    act: async (owner, id, api) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into contacts (organization_id, email) values ($1, 'ada@example.com') returning id`,
        [owner.organizationId],
      );
      await owner.call(groupsRoutes.addMember, { id, contactId: rows[0]!.id });
    },
    entry: { ...inLog('groups', 'Friends'), before: null, after: { contact: 'ada@example.com' } },
  },
  'groups.remove-member': {
    arrange: (owner, api) => buildGroup(api.owner, owner, ['ada@example.com']),
    act: async (owner, id, api) => {
      const { rows } = await api.owner.query<{ id: string }>('select id from contacts where organization_id = $1', [
        owner.organizationId,
      ]);
      await owner.call(groupsRoutes.removeMember, { id, contactId: rows[0]!.id });
    },
    entry: { ...inLog('groups'), before: { contact: 'ada@example.com' }, after: null },
  },
  'segment-memberships.track': {
    arrange: segment,
    act: (owner, id) => owner.call(segmentMembershipsRoutes.track, { id }),
    entry: { ...inLog('segment-memberships', 'Germans'), before: null, after: { isTracked: true } },
  },
  'segment-memberships.pause': {
    arrange: async (owner) => {
      const id = await segment(owner);
      await owner.call(segmentMembershipsRoutes.track, { id });
      return id;
    },
    act: (owner, id) => owner.call(segmentMembershipsRoutes.pause, { id }),
    entry: { ...inLog('segment-memberships', 'Germans'), before: null, after: { isTracked: false } },
  },
  'segments.create': {
    act: segment,
    entry: { ...inLog('segments', 'Germans'), before: null, after: { name: 'Germans', tree: german } },
  },
  'segments.update': {
    arrange: segment,
    act: (owner, id) => owner.call(segmentsRoutes.update, { id, name: 'Customers' }),
    entry: { ...inLog('segments', 'Customers'), before: { name: 'Germans' }, after: { name: 'Customers' } },
  },
  'segments.delete': {
    arrange: segment,
    act: (owner, id) => owner.call(segmentsRoutes.delete, { id }),
    entry: { ...inLog('segments', 'Germans'), before: { name: 'Germans' }, after: null },
  },
  'segments.restore': {
    arrange: deleted(segment, '/api/segments'),
    act: (owner, id) => owner.call(segmentsRoutes.restore, { id }),
    entry: { ...inLog('segments', 'Germans'), before: null, after: { name: 'Germans' } },
  },
};
