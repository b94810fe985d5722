import { eventSchemaLimits } from '@engagex/domain/event-schemas';

/** Named SQL of event schemas. All of it runs in a tenant transaction. */

/** $1 names as JSON, each with properties: those that are listed, with those of these properties that are. */
export const listedAmong = `
  select n.id, n.name, coalesce((
    select array_agg(p.name) from event_properties p
    where p.organization_id = n.organization_id and p.event_name_id = n.id and p.name = any (g.properties)), '{}') as properties
  from jsonb_to_recordset($1::jsonb) as g (name text collate "C", properties text[]) join event_names n on n.name = g.name`;

export const countNames = `select count(*)::int as names from event_names`;

/** $1 names. */
export const countProperties = `
  select event_name_id as id, count(*)::int as properties from event_properties
  where event_name_id = any ($1::uuid[]) group by 1`;

/** $1 events, $2 when the last of them was received. */
export const addUnlisted = `
  insert into unlisted_events as u (events, last_at) values ($1, $2)
  on conflict (organization_id) do update set events = u.events + excluded.events, last_at = greatest(u.last_at, excluded.last_at)`;

/** $1 names as JSON. */
export const seeNames = `
  insert into event_names as n (name, kind, events, first_seen_at, last_seen_at, unlisted_values)
  select name, kind, events, "firstAt", "lastAt", "unlistedValues"
  from jsonb_to_recordset($1::jsonb) as g (name text collate "C", kind text, events bigint, "firstAt" timestamptz, "lastAt" timestamptz,
    "unlistedValues" bigint) order by name
  on conflict (organization_id, name) do update set events = n.events + excluded.events,
    first_seen_at = least(n.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(n.last_seen_at, excluded.last_seen_at),
    unlisted_values = n.unlisted_values + excluded.unlisted_values
  returning id, name`;

/**
 * $1 properties as JSON. An event that is applied later than one received after it does not say what the type is now. A
 * type that came and went within these events has changed as well.
 */
export const seeProperties = `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g ("eventNameId" uuid, name text collate "C", "standardName" text, "text" bigint,
      "number" bigint, "boolean" bigint, "list" bigint, "object" bigint, "null" bigint, "firstType" text, type text,
      "changedAt" timestamptz, "formerType" text, example text, "firstAt" timestamptz, "lastAt" timestamptz)
  ), told as (
    select g.*, p.type as "typeBefore", coalesce(g."lastAt" >= p.last_seen_at, true) and g.type is not null as "isLatest",
      p.type is not null and g."firstType" is not null and p.type <> g."firstType" as "isOther"
    from given g
    left join event_properties p on p.event_name_id = g."eventNameId" and p.name = g.name
  )
  insert into event_properties as p (event_name_id, name, texts, numbers, booleans, lists, objects, nulls, type, former_type,
    type_changed_at, standard_name, example, first_seen_at, last_seen_at)
  select "eventNameId", name, "text", "number", "boolean", "list", "object", "null",
    case when "isLatest" then type else "typeBefore" end,
    case when "isLatest" then coalesce("formerType", case when "isOther" then "typeBefore" end) end,
    case when "isLatest" then coalesce("changedAt", case when "isOther" then "firstAt" end) end,
    "standardName", example, "firstAt", "lastAt"
  from told order by "eventNameId", name
  on conflict (organization_id, event_name_id, name) do update set texts = p.texts + excluded.texts,
    numbers = p.numbers + excluded.numbers, booleans = p.booleans + excluded.booleans, lists = p.lists + excluded.lists,
    objects = p.objects + excluded.objects, nulls = p.nulls + excluded.nulls, type = excluded.type,
    former_type = coalesce(excluded.former_type, p.former_type),
    type_changed_at = coalesce(excluded.type_changed_at, p.type_changed_at), standard_name = excluded.standard_name,
    example = coalesce(excluded.example, p.example), first_seen_at = least(p.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)`;

const withWarnings = `(p.former_type is not null or (p.standard_name is not null and not p.is_expected))`;

const nameColumns = `
  n.id, n.name, n.kind, n.events, n.first_seen_at as "firstSeenAt", n.last_seen_at as "lastSeenAt", n.description,
  n.is_expected as "isExpected", n.unlisted_values as "unlistedValues", b.blocked_at as "blockedAt", b.refused,
  (select count(*)::int from event_properties p where p.event_name_id = n.id) as properties,
  (select count(*)::int from event_properties p where p.event_name_id = n.id and ${withWarnings}) as "propertiesWithWarnings"`;

const names = `event_names n left join blocked_events b on b.organization_id = n.organization_id and b.name = n.name`;

/** $1 what is searched for or null, $2 filter, $3 names meant for standard ones, $4 the last of the page before or null, $5 limit. */
export const listNames = `
  select ${nameColumns} from ${names}
  where ($1::text is null or strpos(lower(n.name), lower($1)) > 0 or strpos(lower(n.description), lower($1)) > 0)
    and case $2 when 'new' then not n.is_expected and b.name is null when 'expected' then n.is_expected
      when 'blocked' then b.name is not null
      when 'warnings' then (not n.is_expected and n.name = any ($3::text[]))
        or exists (select from event_properties p where p.event_name_id = n.id and ${withWarnings})
      else true end
    and ($4::text is null or n.name > $4) order by n.name limit $5`;

/** Every name, for those that are meant for standard ones. */
export const allNames = `select name from event_names where not is_expected`;

/** $1 id. */
export const nameOf = `select ${nameColumns} from ${names} where n.id = $1`;

export const summary = `
  select (select count(*)::int from event_names) as names, coalesce(u.events, 0) as "unlistedEvents", u.last_at as "unlistedAt"
  from (select) one left join unlisted_events u on true`;

const propertyColumns = `name, type, texts as text, numbers as number, booleans as boolean, lists as list, objects as object,
  nulls as null, former_type as "formerType", type_changed_at as "typeChangedAt", standard_name as "standardName", example,
  first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", description, is_expected as "isExpected"`;

/** $1 name, $2 what is searched for or null, $3 the last of the page before or null, $4 limit. */
export const listProperties = `
  select ${propertyColumns} from event_properties
  where event_name_id = $1 and ($2::text is null or strpos(lower(name), lower($2)) > 0 or strpos(lower(description), lower($2)) > 0)
    and ($3::text is null or name > $3) order by name limit $4`;

/** $1 name, $2 property. */
export const propertyOf = `select ${propertyColumns} from event_properties where event_name_id = $1 and name = $2`;

/** $1 id, $2 description or null, $3 whether it is expected, or null. */
export const describeName = `
  update event_names set description = coalesce($2, description), is_expected = coalesce($3, is_expected) where id = $1
  returning id`;

/** $1 id of the name, $2 property, $3 description or null, $4 whether it is expected, or null: expected settles what changed before. */
export const describeProperty = `
  update event_properties set description = coalesce($3, description), is_expected = coalesce($4, is_expected),
    former_type = case when $4 then null else former_type end, type_changed_at = case when $4 then null else type_changed_at end
  where event_name_id = $1 and name = $2 returning ${propertyColumns}`;

/** $1 id. */
export const forgetName = `delete from event_names where id = $1`;

export const suggestions = `
  select n.name, n.description, coalesce((
    select jsonb_agg(jsonb_build_object('name', p.name, 'type', p.type) order by p.name) from event_properties p
    where p.event_name_id = n.id and p.type in ('text', 'number', 'boolean')), '[]') as properties
  from (select * from event_names where kind in ('track', 'page') order by events desc, name limit ${eventSchemaLimits.suggested}) n
  order by n.name`;
