import { z } from 'zod';
import { eventKinds } from '../events/index.ts';
import { count, id, idParams, pageOf, pageQuery, route, searchText, timestamp } from '../shared/index.ts';
import { valueTypes } from './value-types.ts';

export const eventSchemaLimits = {
  /** Names of events that are listed; docs/limits.md says the same. */
  names: 1_000,
  /** Properties that are listed of one name. */
  properties: 300,
  /** Longer names of properties are not listed. */
  propertyNameLength: 200,
  descriptionLength: 500,
  /** Names that are suggested, those seen most often first. */
  suggested: 200,
} as const;

export const eventNameFilters = ['all', 'new', 'expected', 'warnings', 'blocked'] as const;
export type EventNameFilter = (typeof eventNameFilters)[number];

const description = z
  .string()
  .trim()
  .max(eventSchemaLimits.descriptionLength, `Use at most ${eventSchemaLimits.descriptionLength} characters.`);

/** What does not look right about a name or a property. */
export const schemaWarning = z.discriminatedUnion('kind', [
  /** Its values were of one type and are of another since. */
  z.object({ kind: z.literal('type_changed'), from: z.enum(valueTypes), to: z.enum(valueTypes), at: timestamp }),
  /** It is nearly the standard name that reports read. */
  z.object({ kind: z.literal('standard_name'), standard: z.string() }),
]);
export type SchemaWarning = z.output<typeof schemaWarning>;

export const eventNameView = z.object({
  id,
  name: z.string(),
  kind: z.enum(eventKinds),
  events: count,
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
  description: z.string(),
  isExpected: z.boolean(),
  /** Null unless it is blocked: since when, and how many events were refused since. */
  blocked: z.object({ since: timestamp, refused: count }).nullable(),
  /** Properties that are listed. */
  properties: count,
  /** Values of properties that are not listed, because there are too many or their names may be personal. */
  unlistedValues: count,
  /** Of the name itself. */
  warnings: z.array(schemaWarning),
  /** Properties with warnings. */
  propertiesWithWarnings: count,
});
eventNameView.register(z.globalRegistry, { id: 'EventName' });
export type EventNameView = z.output<typeof eventNameView>;

export const eventPropertyView = z.object({
  name: z.string(),
  /** Of its latest value that is not null; null when there is none. */
  type: z.enum(valueTypes).nullable(),
  /** Values by type; types without values are left out. */
  counts: z.partialRecord(z.enum([...valueTypes, 'null']), count),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
  /** A value that was seen lately; null when it may be personal. */
  example: z.string().nullable(),
  description: z.string(),
  isExpected: z.boolean(),
  warnings: z.array(schemaWarning),
});
eventPropertyView.register(z.globalRegistry, { id: 'EventProperty' });
export type EventPropertyView = z.output<typeof eventPropertyView>;

export const eventSchemaSummary = z.object({
  names: count,
  /** Events whose name is not listed, because there are too many or it may be personal. */
  unlistedEvents: count,
  /** When the last of them was received. */
  unlistedAt: timestamp.nullable(),
});
export type EventSchemaSummary = z.output<typeof eventSchemaSummary>;

/** An event for builders of conditions and queries, with the types that its properties have by now. */
export const suggestedEvent = z.object({
  name: z.string(),
  description: z.string(),
  properties: z.array(z.object({ name: z.string(), type: z.enum(['text', 'number', 'boolean']) })),
});
export type SuggestedEvent = z.output<typeof suggestedEvent>;

/** What is left out stays as it is. */
const described = z.object({ description: description.optional(), isExpected: z.boolean().optional() });

export const eventSchemasRoutes = {
  list: route({
    id: 'event-schemas.list',
    method: 'GET',
    path: '/api/event-schemas',
    summary: 'Names of events that were received, by name',
    permission: 'reports:read',
    query: pageQuery.extend({ search: searchText, filter: z.enum(eventNameFilters).default('all') }),
    response: pageOf(eventNameView),
  }),
  summary: route({
    id: 'event-schemas.summary',
    method: 'GET',
    path: '/api/event-schemas/summary',
    summary: 'How many names are listed, and how many events have one that is not',
    permission: 'reports:read',
    response: eventSchemaSummary,
  }),
  suggestions: route({
    id: 'event-schemas.suggestions',
    method: 'GET',
    path: '/api/event-schemas/suggestions',
    summary: `Events to choose from in conditions and queries: the ${eventSchemaLimits.suggested} that were received most often, by name, with their properties that are text, numbers, or yes or no`,
    permission: 'reports:read',
    response: z.object({ items: z.array(suggestedEvent) }),
  }),
  get: route({
    id: 'event-schemas.get',
    method: 'GET',
    path: '/api/event-schemas/:id',
    summary: 'One of these names',
    permission: 'reports:read',
    params: idParams,
    response: eventNameView,
  }),
  properties: route({
    id: 'event-schemas.properties',
    method: 'GET',
    path: '/api/event-schemas/:id/properties',
    summary: 'The properties that events of this name came with, by name',
    permission: 'reports:read',
    params: idParams,
    query: pageQuery.extend({ search: searchText }),
    response: pageOf(eventPropertyView),
  }),
  update: route({
    id: 'event-schemas.update',
    method: 'PATCH',
    path: '/api/event-schemas/:id',
    summary: 'Describe a name, or mark it as expected',
    permission: 'event-schemas:write',
    params: idParams,
    body: described,
    response: eventNameView,
  }),
  updateProperty: route({
    id: 'event-schemas.update-property',
    method: 'PATCH',
    path: '/api/event-schemas/:id/properties',
    summary: 'Describe a property, or mark it as expected, which settles its warnings',
    permission: 'event-schemas:write',
    params: idParams,
    body: described.extend({ name: z.string().max(eventSchemaLimits.propertyNameLength) }),
    response: eventPropertyView,
  }),
  block: route({
    id: 'event-schemas.block',
    method: 'POST',
    path: '/api/event-schemas/:id/block',
    summary: 'Refuse events of this name from now on; noticed within 5 seconds',
    permission: 'organization:write',
    params: idParams,
    response: eventNameView,
  }),
  unblock: route({
    id: 'event-schemas.unblock',
    method: 'POST',
    path: '/api/event-schemas/:id/unblock',
    summary: 'Accept events of this name again; those refused meanwhile were not stored',
    permission: 'organization:write',
    params: idParams,
    response: eventNameView,
  }),
  delete: route({
    id: 'event-schemas.delete',
    method: 'DELETE',
    path: '/api/event-schemas/:id',
    summary: 'Take a name off the list; it comes back with the next event of this name',
    permission: 'event-schemas:write',
    params: idParams,
  }),
};
