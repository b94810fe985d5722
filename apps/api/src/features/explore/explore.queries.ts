/** Named SQL of explore. */

/**
 * $1 now, $2 days, $3 and $4 first and last day or null for the last days, $5 unit: the days of a period, extended to whole
 * weeks or months.
 */
export const calendar = `
  with o as (select time_zone, week_start, ($1::timestamptz at time zone time_zone)::date as today from organizations where id = current_organization()),
  days as (
    select *, interval_begins(coalesce($3::date, today - ($2::int - 1)), $5, week_start) as first_day,
      interval_begins(coalesce($4::date, today), $5, week_start) as last_begin, coalesce($4::date, today) as last_day from o),
  whole as (
    select *, case $5 when 'week' then last_begin + 7 when 'month' then (last_begin + interval '1 month')::date else last_day + 1 end as end_day
    from days)
  select time_zone as "timeZone", week_start as "weekStart", to_char(first_day, 'YYYY-MM-DD') as "firstDay",
    to_char(end_day, 'YYYY-MM-DD') as "endDay", day_begins(first_day, time_zone) as "from", day_begins(end_day, time_zone) as "to"
  from whole`;

/** $1 first day, $2 day after the last, $3 unit, $4 days back. */
export const boundariesOf = `
  select points_between($1::date, $2::date, $3, week_start, time_zone, $4::int) as at from organizations
  where id = current_organization()`;

/** $1 people, in their order. */
export const peopleOf = `
  select p.id, p.kind, p.key, p.claimed_traits ->> 'user_id' as "claimedKey", p.contact_id as "contactId",
    coalesce(c.email, c.phone, c.external_id) as contact,
    (select l.into_id from person_links l where l.person_id = p.id and l.undone_at is null) as "partOfId",
    p.first_seen_at as "firstSeenAt", p.last_seen_at as "lastSeenAt"
  from unnest($1::uuid[]) with ordinality as given (id, place) join people p on p.id = given.id
  left join contacts c on c.id = p.contact_id order by given.place`;
