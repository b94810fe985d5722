/** Named SQL of incidents. All of it runs in a tenant transaction. */

/**
 * $1 domain, $2 mailbox provider, $3 class, $4 times of refusals: adds those that belong to an incident closed later than they
 * happened, and returns their places.
 */
export const addToClosed = `
  with late as (
    select (t.n - 1)::int as place, t.at, c.id from unnest($4::timestamptz[]) with ordinality as t (at, n)
    cross join lateral (select i.id from incidents i where i.domain = $1 and i.mailbox_provider = $2 and i.class = $3
      and i.state = 'closed' and i.closed_at >= t.at order by i.closed_at limit 1) c
  ), added as (
    update incidents i set refusals = i.refusals + l.refusals, first_seen_at = least(i.first_seen_at, l.first),
      last_seen_at = greatest(i.last_seen_at, l.last), updated_at = now()
    from (select id, count(*) as refusals, min(at) as first, max(at) as last from late group by id) l where i.id = l.id
  )
  select place from late`;

/** $1 domain, $2 mailbox provider, $3 class, $4 how many refusals, $5 what they said, $6 when, $7 the most samples. */
export const extendOpen = `
  insert into incidents as i (domain, mailbox_provider, class, refusals, samples, first_seen_at, last_seen_at)
  select $1, $2, $3, $4, $5::text[], min(at), max(at) from unnest($6::timestamptz[]) at
  on conflict (organization_id, domain, mailbox_provider, class) where state = 'open' do update set
    refusals = i.refusals + excluded.refusals,
    samples = (select array_agg(s.words order by s.n) from (
      select words, min(n) as n from unnest(i.samples || excluded.samples) with ordinality as w (words, n)
      group by words order by 2 limit $7) s),
    first_seen_at = least(i.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(i.last_seen_at, excluded.last_seen_at),
    updated_at = now()`;

const columns = `i.id, i.domain, i.mailbox_provider as "mailboxProvider", i.class, i.state, i.refusals::int, i.samples,
  i.first_seen_at as "firstSeenAt", i.last_seen_at as "lastSeenAt", i.closed_at as "closedAt"`;

/** $1 state or null, $2 before this one or null, $3 limit. Newest first. */
export const listIncidents = `
  select ${columns} from incidents i
  where ($1::text is null or i.state = $1) and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`;

/** $1 id. */
export const incidentOf = `select ${columns} from incidents i where i.id = $1`;

/** $1 id, $2 when, $3 who. */
export const closeIncident = `
  update incidents set state = 'closed', closed_at = $2, closed_by_id = $3, updated_at = now() where id = $1 and state = 'open'`;
