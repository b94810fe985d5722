import { linksOnJourney } from '../people/index.ts';

/** $1 day or null: when it ends. */
export const calendarOfJourney = `
  select time_zone as "timeZone", day_begins($1::date + 1, time_zone)::text as "endOfDay" from organizations where id = current_organization()`;

/** Which way a page continues from a place. */
export type Way = 'earlier' | 'later';

const ways = {
  earlier: { beyond: '<', orEqual: '<=', order: 'desc' },
  later: { beyond: '>', orEqual: '>=', order: 'asc' },
} as const;

/** PostgreSQL takes everybody for somebody with few events, and would sort all there are rather than read the index in its order. */
export const inOrderOfIndex = `select set_config('enable_sort', 'off', true)`;

/**
 * $1 contact or null, $2 and $3 the place to continue from (time and key) or null, $4 limit, $5 person, $6 kinds or null. Events are
 * read by their index, and no more of them than a page has. Those that are later come earliest first.
 */
export function journeySql(timeline: string, way: Way): string {
  const { beyond, orEqual, order } = ways[way];
  return `
  with person as (
    select organization_id, id, created_at from contacts where id = $1
    union all select organization_id, id, created_at from contacts where merged_into_id = $1
  ), deed as (
    select e.* from (select $5::uuid as id union all select person_id from person_links where into_id = $5 and undone_at is null) own
    cross join lateral (
      select * from events e where e.organization_id = current_organization() and e.person_id = own.id
        and ($6::text[] is null or 'deed' = any ($6::text[]))
        and ($2::timestamptz is null or (e.occurred_at ${orEqual} $2 and (e.occurred_at, 'v:' || e.id) ${beyond} ($2::timestamptz, $3::text)))
      order by e.occurred_at ${order}, 'v:' || e.id ${order} limit $4) e
  ), item (kind, at, key, detail) as (${timeline}
    union all ${linksOnJourney('$5')}
    union all
    select 'deed', e.occurred_at, 'v:' || e.id, jsonb_build_object('id', e.id, 'kind', e.kind, 'name', e.name, 'personId', e.person_id,
      'occurredAt', to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'receivedAt', to_char(e.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'isTrusted', e.trusted, 'properties', e.properties) from deed e)
  select kind, at, at::text as place, key, detail from item
  where ($2::timestamptz is null or (at, key) ${beyond} ($2::timestamptz, $3::text)) and ($6::text[] is null or kind = any ($6::text[]))
  order by at ${order}, key ${order} limit $4`;
}
