import { z } from 'zod';
import { attributeName } from '../contacts/attributes.contract.ts';
import { subscriptions } from '../contacts/contact.ts';
import {
  count,
  id,
  idParams,
  line,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
  version,
} from '../shared/index.ts';
import { segmentTree, textFields } from './tree.ts';

export const segmentView = z.object({
  id,
  name: z.string(),
  tree: segmentTree,
  /** Why nobody can say who is in it: a condition refers to something that was deleted. Null when it is in order. */
  problem: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
segmentView.register(z.globalRegistry, { id: 'Segment' });
export type SegmentView = z.output<typeof segmentView>;

export const segmentInput = z.object({ name: line('a name for the segment', 100), tree: segmentTree });

/** A contact as lists of members show it. */
export const segmentMember = z.object({
  id,
  email: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  subscription: z.enum(subscriptions),
});
export type SegmentMember = z.output<typeof segmentMember>;

/** How many segments, the first by name, are asked about one contact. */
export const mostAskedOfContact = 1_000;

const namedSegment = z.object({ id, name: z.string() });

/** The segments somebody is in at one moment. */
export const segmentsOfContact = z.object({
  items: z.array(namedSegment),
  /** Those nobody can say it of: their conditions refer to what does not exist any more. */
  unanswered: z.array(namedSegment),
  /** False when there are more segments than were asked. */
  isComplete: z.boolean(),
  asOf: timestamp,
});
export type SegmentsOfContact = z.output<typeof segmentsOfContact>;

const ofTree = z.object({
  tree: segmentTree,
  /** The segment being edited, so that one that would refer to itself is refused at once. */
  segmentId: id.optional(),
});

/** Whether somebody is in it, and why. A path leads through the tree: [0, 2] is the third part of the first. */
export const explanation = z.object({
  /** Null when there is no contact with this address. */
  contactId: id.nullable(),
  isMember: z.boolean(),
  nodes: z.array(z.object({ path: z.array(z.int()), result: z.boolean() })),
  deciding: z.array(z.array(z.int())),
  asOf: timestamp,
});
export type Explanation = z.output<typeof explanation>;

export const segmentsRoutes = {
  list: route({
    id: 'segments.list',
    method: 'GET',
    path: '/api/segments',
    summary: 'All segments by name',
    permission: 'contacts:read',
    response: z.object({ items: z.array(segmentView) }),
  }),
  values: route({
    id: 'segments.values',
    method: 'GET',
    path: '/api/segments/values',
    summary:
      'Values that a field or attribute (text, or the items of a list) has among the newest 10,000 contacts, the most frequent first, 20 at most; `search` finds a part of them',
    permission: 'contacts:read',
    /** Of a field or of an attribute; of neither, there are none. */
    query: z.object({ field: z.enum(textFields).optional(), attribute: attributeName.optional(), search: searchText }),
    response: z.object({ items: z.array(z.string()) }),
  }),
  create: route({
    id: 'segments.create',
    method: 'POST',
    path: '/api/segments',
    summary: 'Create a segment',
    permission: 'contacts:write',
    body: segmentInput,
    response: segmentView,
    status: 201,
  }),
  get: route({
    id: 'segments.get',
    method: 'GET',
    path: '/api/segments/:id',
    summary: 'One segment',
    permission: 'contacts:read',
    params: idParams,
    response: segmentView,
  }),
  update: route({
    id: 'segments.update',
    method: 'PATCH',
    path: '/api/segments/:id',
    summary: 'Change a segment; fields left out stay as they are',
    permission: 'contacts:write',
    params: idParams,
    body: segmentInput.partial().extend({ version }),
    response: segmentView,
  }),
  delete: route({
    id: 'segments.delete',
    method: 'DELETE',
    path: '/api/segments/:id',
    summary: 'Delete a segment that nothing refers to; it can be restored',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'segments.restore',
    method: 'POST',
    path: '/api/segments/:id/restore',
    summary: 'Restore a deleted segment',
    permission: 'contacts:write',
    params: idParams,
    response: segmentView,
  }),
  count: route({
    id: 'segments.count',
    method: 'POST',
    path: '/api/segments/count',
    summary: 'How many contacts match a tree of conditions now',
    permission: 'contacts:read',
    body: ofTree,
    response: z.object({ count, asOf: timestamp }),
    reads: true,
  }),
  sample: route({
    id: 'segments.sample',
    method: 'POST',
    path: '/api/segments/sample',
    summary: 'The newest contacts that match a tree of conditions now',
    permission: 'contacts:read',
    body: ofTree.extend({ limit: z.int().min(1).max(50).default(5) }),
    response: z.object({ items: z.array(segmentMember), asOf: timestamp }),
    reads: true,
  }),
  explain: route({
    id: 'segments.explain',
    method: 'POST',
    path: '/api/segments/explain',
    summary: 'Whether the contact with this address matches, and which conditions decide',
    permission: 'contacts:read',
    body: ofTree.extend({ address: line('an email address', 254) }),
    response: explanation,
    reads: true,
  }),
  members: route({
    id: 'segments.members',
    method: 'GET',
    path: '/api/segments/:id/members',
    summary: 'The contacts in a segment, newest first',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(segmentMember),
  }),
  ofContact: route({
    id: 'segments.of-contact',
    method: 'GET',
    path: '/api/contacts/:id/segments',
    summary: `The segments a contact is in now, by name; the first ${mostAskedOfContact.toLocaleString('en')} segments by name are checked`,
    permission: 'contacts:read',
    params: idParams,
    response: segmentsOfContact,
  }),
};
