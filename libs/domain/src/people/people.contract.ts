import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp, version } from '../shared/index.ts';
import { mergeReasons } from './merge-evidence.ts';

export const personKinds = ['anonymous', 'known'] as const;
export type PersonKind = (typeof personKinds)[number];

export const peopleLimits = {
  /** Earlier events of a person that are added to a contact when the person becomes known: the latest ones. */
  addedEvents: 10_000,
} as const;

export const undoneReasons = ['member', 'earlier_event'] as const;
export const refusedReasons = ['both_known', 'shared_device', 'undone_by_member', 'other_contact'] as const;
export type RefusedReason = (typeof refusedReasons)[number];

const traits = z.record(z.string(), z.unknown());

/** Somebody events belong to. Only contacts get mail. */
export const personView = z.object({
  id,
  kind: z.enum(personKinds),
  /** The id that events came with. */
  key: z.string(),
  /** A user id that a browser named without proof. */
  claimedKey: z.string().nullable(),
  contactId: id.nullable(),
  /** The contact’s address, or what else it is called by. */
  contact: z.string().nullable(),
  /** The known person this anonymous one belongs to. */
  partOfId: id.nullable(),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
});
personView.register(z.globalRegistry, { id: 'Person' });
export type PersonView = z.output<typeof personView>;

/** Why two ids are one person, and since when; or were. */
export const personLink = z.object({
  id,
  personId: id,
  personKey: z.string(),
  intoId: id,
  intoKey: z.string(),
  reason: z.enum(mergeReasons),
  /** The event that says so. */
  eventId: id,
  eventAt: timestamp,
  linkedAt: timestamp,
  undoneAt: timestamp.nullable(),
  undoneReason: z.enum(undoneReasons).nullable(),
  undoneBy: z.string().nullable(),
});
export type PersonLink = z.output<typeof personLink>;

export const refusedMerge = z.object({
  id,
  reason: z.enum(refusedReasons),
  otherId: id,
  /** The other id, or the contact’s address. */
  other: z.string().nullable(),
  times: count,
  firstAt: timestamp,
  lastAt: timestamp,
});
export type RefusedMerge = z.output<typeof refusedMerge>;

export const personDetail = personView.extend({
  /** Told by servers with a secret key. */
  traits,
  /** Told by browsers, not verified. */
  claimedTraits: traits,
  links: z.array(personLink),
  refused: z.array(refusedMerge),
});
export type PersonDetail = z.output<typeof personDetail>;

export const personEvent = z.object({
  id,
  kind: z.string(),
  name: z.string(),
  /** The id it came with: of this person or of one that is part of them. */
  personId: id,
  occurredAt: timestamp,
  receivedAt: timestamp,
  isTrusted: z.boolean(),
  properties: z.record(z.string(), z.unknown()),
});
export type PersonEvent = z.output<typeof personEvent>;

export const peopleSettings = z.object({
  /** Whether a secret key that identifies somebody with an address creates a contact. It is not subscribed. */
  createsContacts: z.boolean(),
  updatedAt: timestamp,
});

const search = pageQuery.extend({
  kind: z.enum(personKinds).optional(),
  /** The beginning of an id. */
  search: z.string().trim().max(200).optional(),
  /** Only those who are this contact. */
  contactId: id.optional(),
});

export const peopleRoutes = {
  list: route({
    id: 'people.list',
    method: 'GET',
    path: '/api/people',
    summary: 'People, anonymous and known, last seen first',
    permission: 'people:read',
    query: search,
    response: pageOf(personView),
  }),
  users: route({
    id: 'people.users',
    method: 'GET',
    path: '/api/users',
    summary: 'The same list under the name that some integrations expect',
    permission: 'people:read',
    query: search,
    response: pageOf(personView),
  }),
  get: route({
    id: 'people.get',
    method: 'GET',
    path: '/api/people/:id',
    summary: 'One person: traits, the ids that belong to them and why, merges that were refused',
    permission: 'people:read',
    params: idParams,
    response: personDetail,
  }),
  events: route({
    id: 'people.events',
    method: 'GET',
    path: '/api/people/:id/events',
    summary: 'What a person did, under all of their ids, latest first',
    permission: 'people:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(personEvent),
  }),
  separate: route({
    id: 'people.separate',
    method: 'POST',
    path: '/api/people/:id/links/:linkId/undo',
    summary: 'Undo a merge: the events of the anonymous person leave the known one and its contact, for good',
    permission: 'people:write',
    params: z.object({ id, linkId: id }),
    response: personDetail,
  }),
  rejoin: route({
    id: 'people.rejoin',
    method: 'POST',
    path: '/api/people/:id/links/:linkId/restore',
    summary: 'Restore a merge that a member undid',
    permission: 'people:write',
    params: z.object({ id, linkId: id }),
    response: personDetail,
  }),
  settings: route({
    id: 'people.settings',
    method: 'GET',
    path: '/api/people-settings',
    summary: 'Whether people become contacts',
    permission: 'people:read',
    response: peopleSettings,
  }),
  saveSettings: route({
    id: 'people.save-settings',
    method: 'PUT',
    path: '/api/people-settings',
    summary: 'Choose it; contacts created before stay',
    permission: 'organization:write',
    body: peopleSettings.pick({ createsContacts: true }).extend({ version }),
    response: peopleSettings,
  }),
};
