/** Named SQL of people. All of it runs in a tenant transaction. */

/** Until the end of the transaction nobody else changes who is whom; see lock_people. */
export const lockPeople = 'select lock_people()';

/** The same for those who only need it to stay as it is. */
export const holdPeople = `
  select pg_advisory_xact_lock_shared(hashtextextended('people ' || current_organization(), 0))`;

/** $1 keys. */
export const secretKeysAmong = `select id from api_keys where id = any ($1::uuid[]) and kind = 'secret'`;

/** $1 people, who are locked in one order. */
export const traitsOf = `
  select id, jsonb_build_object('values', traits, 'events', trait_events) as trusted,
    jsonb_build_object('values', claimed_traits, 'events', claimed_trait_events) as claimed
  from people where id = any ($1::uuid[]) order by id for no key update`;

/** $1 people as JSON. Whoever is there stays, and was seen earlier or later. Traits are null where nothing was told. */
export const seePeople = `
  insert into people as p (id, kind, key, first_seen_at, last_seen_at, traits, trait_events, claimed_traits, claimed_trait_events)
  select n.id, n.kind, n.key, n."firstSeenAt", n."lastSeenAt",
    coalesce(n.trusted -> 'values', '{}'), coalesce(n.trusted -> 'events', '{}'),
    coalesce(n.claimed -> 'values', '{}'), coalesce(n.claimed -> 'events', '{}')
  from jsonb_to_recordset($1::jsonb) as n (id uuid, kind text, key text, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz,
    trusted jsonb, claimed jsonb, "isTold" boolean) order by n.id
  on conflict (organization_id, id) do update set
    first_seen_at = least(p.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at),
    traits = case when excluded.trait_events = '{}' then p.traits else excluded.traits end,
    trait_events = case when excluded.trait_events = '{}' then p.trait_events else excluded.trait_events end,
    claimed_traits = case when excluded.claimed_trait_events = '{}' then p.claimed_traits else excluded.claimed_traits end,
    claimed_trait_events = case when excluded.claimed_trait_events = '{}' then p.claimed_trait_events else excluded.claimed_trait_events end`;

/** $1 ids: those who are known people. */
export const knownAmong = `select id from people where id = any ($1::uuid[]) and kind = 'known'`;

/** $1 anonymous people: whose they are, and whose a member says they are not. */
export const linksOf = `
  select id, person_id as "personId", into_id as "intoId", reason, event_id as "eventId", event_at as "eventAt",
    undone_at is null as "isActive"
  from person_links where person_id = any ($1::uuid[]) and (undone_at is null or undone_reason = 'member')`;

/** $1 links. */
export const giveWay = `
  update person_links set undone_at = now(), undone_reason = 'earlier_event' where id = any ($1::uuid[])`;

/** $1 links as JSON. */
export const addLinks = `
  insert into person_links (person_id, into_id, reason, event_id, event_at)
  select n."personId", n."intoId", n.reason, n."eventId", n."eventAt" from jsonb_to_recordset($1::jsonb)
    as n ("personId" uuid, "intoId" uuid, reason text, "eventId" uuid, "eventAt" timestamptz) order by n."personId"`;

/** $1 refusals as JSON. */
export const refuseMerges = `
  insert into refused_merges as r (person_id, other_id, reason, event_id, first_at, last_at)
  select distinct on (n."personId", n."otherId", n.reason) n."personId", n."otherId", n.reason, n."eventId", n.at, n.at
  from jsonb_to_recordset($1::jsonb) as n ("personId" uuid, "otherId" uuid, reason text, "eventId" uuid, at timestamptz)
  order by n."personId", n."otherId", n.reason, n.at desc
  on conflict (organization_id, person_id, other_id, reason) do update set times = r.times + 1,
    first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at), event_id = excluded.event_id`;

/** $1 person, $2 whom it is merged into after all. */
export const refuseNoMore = `delete from refused_merges where person_id = $1 and other_id = $2 and reason = 'shared_device'`;

/** $1 people: their contacts. */
export const contactsOfPeople = `
  select id, contact_id as "contactId" from people where id = any ($1::uuid[])`;

/** $1 known people without a contact and what they may be called by, as JSON: the contact of that external id or address. */
export const findContacts = `
  select n."personId", x.id as "byExternalId", e.id as "byAddress"
  from jsonb_to_recordset($1::jsonb) as n ("personId" uuid, "externalId" text, address text)
  left join contacts x on x.external_id = n."externalId" and x.deleted_at is null
  left join contacts e on e.email_key = n.address and e.deleted_at is null`;

/** $1 known person: their id and those of everybody who is part of them. */
export const idsOfPerson = `
  select $1::uuid as id union all
  select person_id from person_links where into_id = $1 and undone_at is null`;

/** $1 person, $2 contact or null. */
export const followContact = `update people set contact_id = $2 where id = $1`;

export const settings = `
  select coalesce(s.creates_contacts, false) as "createsContacts", coalesce(s.updated_at, o.created_at) as "updatedAt"
  from organizations o left join people_settings s on s.organization_id = o.id where o.id = current_organization()`;

export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

/** $1 whether, $2 who. */
export const saveSettings = `
  insert into people_settings (creates_contacts, updated_by_id) values ($1, $2)
  on conflict (organization_id) do update set creates_contacts = excluded.creates_contacts,
    updated_by_id = excluded.updated_by_id, updated_at = now()`;

/** Of settings nobody changed, when the organization began. $1 organization, or null for the transaction's own. */
export const lastChangeOfSettings = `
  select coalesce(s.updated_at, o.created_at) as at, s.updated_by_id as "byId"
  from organizations o left join people_settings s on s.organization_id = o.id
  where o.id = coalesce($1, current_organization())`;

/** $1 link, locked. */
export const linkOf = `
  select id, person_id as "personId", into_id as "intoId", undone_reason as "undoneReason" from person_links
  where id = $1 for update`;

/** $1 link, $2 now, $3 who. */
export const undoLink = `update person_links set undone_at = $2, undone_reason = 'member', undone_by_id = $3 where id = $1`;

/** $1 link: unless the person is part of somebody else by now. */
export const redoLink = `
  update person_links l set undone_at = null, undone_reason = null, undone_by_id = null
  where id = $1 and not exists (select from person_links o where o.person_id = l.person_id and o.undone_at is null)
  returning id`;

const shown = `p.id, p.kind, p.key, p.claimed_traits ->> 'user_id' as "claimedKey", p.contact_id as "contactId",
  coalesce(c.email, c.phone, c.external_id) as contact,
  (select l.into_id from person_links l where l.person_id = p.id and l.undone_at is null) as "partOfId",
  p.first_seen_at as "firstSeenAt", p.last_seen_at as "lastSeenAt"`;

/** $1 kind or null, $2 and $3 the range of keys or null, $4 and $5 where the page before ended or null, $6 limit, $7 contact or null. */
export const listPeople = `
  select ${shown}, p.last_seen_at::text as place from people p left join contacts c on c.id = p.contact_id
  where ($1::text is null or p.kind = $1) and ($2::text is null or (p.key >= $2 and p.key < $3))
    and ($4::timestamptz is null or (p.last_seen_at, p.id) < ($4::timestamptz, $5::uuid)) and ($7::uuid is null or p.contact_id = $7)
  order by p.last_seen_at desc, p.id desc limit $6`;

/** $1 person. */
export const personOf = `
  select ${shown}, p.traits, p.claimed_traits as "claimedTraits" from people p left join contacts c on c.id = p.contact_id
  where p.id = $1`;

/** $1 person: their links in both directions, those in force first. */
export const linksOfPerson = `
  select l.id, l.person_id as "personId", a.key as "personKey", l.into_id as "intoId", k.key as "intoKey", l.reason,
    l.event_id as "eventId", l.event_at as "eventAt", l.linked_at as "linkedAt", l.undone_at as "undoneAt",
    l.undone_reason as "undoneReason", u.name as "undoneBy"
  from (select * from person_links where person_id = $1 union select * from person_links where into_id = $1) l
  join people a on a.id = l.person_id join people k on k.id = l.into_id left join users u on u.id = l.undone_by_id
  order by l.undone_at is not null, l.event_at, l.id limit 200`;

/** $1 person. */
export const refusedOfPerson = `
  select r.id, r.reason, r.other_id as "otherId", coalesce(o.key, c.email, c.phone, c.external_id) as other, r.times,
    r.first_at as "firstAt", r.last_at as "lastAt"
  from refused_merges r left join people o on o.id = r.other_id
  left join contacts c on c.id = r.other_id and r.reason = 'other_contact'
  where r.person_id = $1 order by r.last_at desc, r.id limit 200`;

/** $1 the ids of a person, $2 and $3 where the page before ended or null, $4 limit. */
export const eventsOfPerson = `
  select id, kind, name, person_id as "personId", occurred_at as "occurredAt", received_at as "receivedAt",
    trusted as "isTrusted", properties, occurred_at::text as place
  from events where person_id = any ($1::uuid[])
    and ($2::timestamptz is null or (occurred_at, id) < ($2::timestamptz, $3::uuid))
  order by occurred_at desc, id desc limit $4`;

/** What a journey says of who is whom: kind, time, key and detail of each. `person` is the parameter of the person. */
export const linksOnJourney = (person: string) => `
  select w.what, w.at, 'l:' || l.id || ':' || w.what, jsonb_build_object('what', w.what, 'personId', a.id, 'personKey', a.key,
    'intoId', k.id, 'intoKey', k.key, 'reason', l.reason, 'by', case when w.what = 'separated' then u.name end)
  from (select * from person_links where person_id = ${person} union select * from person_links where into_id = ${person}) l
  join people a on a.id = l.person_id join people k on k.id = l.into_id left join users u on u.id = l.undone_by_id
  cross join lateral (values ('joined', l.linked_at), ('separated', l.undone_at)) w (what, at) where w.at is not null`;
