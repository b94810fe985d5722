/**
 * What people who are contacts did becomes events of those contacts. An event keeps its id, so that it is there once, however
 * often it is added. Whoever runs these holds who is whom; see lock_people.
 */

/** What counts as something a person did. */
const deeds = `('track', 'page')`;

/** $1 events as JSON, with whose they are. */
export const addContactEvents = `
  insert into contact_events (id, contact_id, name, properties, occurred_at, received_at)
  select n.id, n."contactId", n.name, n.properties, n."occurredAt", n."receivedAt"
  from jsonb_to_recordset($1::jsonb) as n (id uuid, "contactId" uuid, name text, properties jsonb, "occurredAt" timestamptz, "receivedAt" timestamptz)
  order by n.id on conflict (organization_id, id) do nothing`;

/** $1 contact, $2 person, $3 how many at most: the latest. Of a known person only what somebody vouches for. */
export const addEventsOfPerson = `
  insert into contact_events (id, contact_id, name, properties, occurred_at, received_at)
  select e.id, $1, e.name, e.properties, e.occurred_at, e.received_at from (
    select * from events e where e.person_id = $2 and e.kind in ${deeds} and (e.trusted or e.user_id is null
      or exists (select from people p where p.id = e.person_id and p.kind = 'anonymous'))
    order by e.occurred_at desc limit $3) e
  order by e.id on conflict (organization_id, id) do nothing`;

/** $1 contact, $2 person. */
export const takeEventsOfPerson = `
  delete from contact_events c using events e
  where c.contact_id = $1 and e.organization_id = c.organization_id and e.id = c.id and e.person_id = $2`;

/** $1 events of contacts as JSON, each with its id and what it holds from now on. */
export const rewriteContactEvents = `
  update contact_events e set properties = g.properties
  from jsonb_to_recordset($1::jsonb) as g (id uuid, properties jsonb)
  where e.organization_id = current_organization() and e.id = g.id`;
