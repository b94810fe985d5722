/**
 * What is in a day's files. A day is by when events were received, by the clock of the database: it is complete when it is over,
 * each event is in exactly one, and a file that is written again is the same. Each statement names the organization too, so that the
 * index is used from its first column. $1 from, $2 to.
 */
const ofDay = `organization_id = current_organization() and received_at >= $1 and received_at < $2`;

export const countsOfDay = `
  select kind, name, date_bin('15 minutes', received_at, '2000-01-01 00:00Z') as at, count(*)::int as count
  from events where ${ofDay} group by kind, name, at order by kind, name, at`;

export const peopleOfDay = `
  select count(distinct coalesce(l.into_id, e.person_id))::int as people
  from (select person_id from events where ${ofDay} group by person_id) e
  left join person_links l on l.person_id = e.person_id and l.undone_at is null`;

/** Sums are made of exact numbers, one for each currency. */
export const purchasesOfDay = `
  select currency, count(*)::int as count, sum(amount)::float8 as total, avg(amount)::float8 as average,
    min(amount)::float8 as minimum, max(amount)::float8 as maximum
  from (
    select properties ->> 'currency' as currency, (properties ->> 'order_amount')::numeric as amount from events
    where ${ofDay} and name = 'purchase' and jsonb_typeof(properties -> 'order_amount') = 'number'
      and properties ? 'currency'
  ) p group by currency order by currency`;

/** $3 received, $4 id of the last of the page before; $5 limit. */
export const eventsOfDay = `
  select id, received_at::text as "receivedText", received_at as "receivedAt", occurred_at as "occurredAt", kind, name,
    person_id as "personId", anonymous_id as "anonymousId", user_id as "userId", message_id as "messageId", trusted, properties, context
  from events where ${ofDay} and (received_at, id) > ($3::timestamptz, $4::uuid) order by received_at, id limit $5`;
