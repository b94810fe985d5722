import { domainInSql } from '../../platform/address-sql.ts';

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
  i.first_seen_at as "firstSeenAt", i.last_seen_at as "lastSeenAt", i.acknowledged_at as "acknowledgedAt",
  (select u.name from users u where u.id = i.acknowledged_by_id) as "acknowledgedBy", i.closed_at as "closedAt",
  (select u.name from users u where u.id = i.closed_by_id) as "closedBy", i.closed_because as "closedBecause", i.note`;

/** $1 state or null, $2 domain or null, $3 before this one or null, $4 limit. Newest first. */
export const listIncidents = `
  select ${columns} from incidents i
  where ($1::text is null or i.state = $1) and ($2::text is null or i.domain = $2) and ($3::uuid is null or i.id < $3)
  order by i.id desc limit $4`;

/** $1 id. */
export const incidentOf = `select ${columns} from incidents i where i.id = $1`;

/** $1 id: what it concerns. Refusals are found by their class and time, and by the domain and provider of their message. */
export const concernedBy = `
  with i as (select * from incidents where id = $1),
  refused as (
    select r.campaign_id, count(*)::int as refusals from i
    join delivery_receipts r on r.kind = 'bounced' and r.class in ('policy', 'content', 'auth') and r.class = i.class
      and r.at between i.first_seen_at and i.last_seen_at
    left join deliveries d on d.organization_id = r.organization_id and d.id = r.delivery_id
    left join campaigns k on k.organization_id = r.organization_id and k.id = r.campaign_id
    left join messages m on m.organization_id = r.organization_id and m.id = r.message_id
    where coalesce(d.mailbox_provider, m.mailbox_provider) = i.mailbox_provider
      and ${domainInSql('coalesce(k.sender_email, m.sender_email)')} = i.domain
    group by 1
  )
  select (select id from domains d where d.domain = i.domain and d.deleted_at is null) as "domainId",
    (select coalesce(json_agg(c), '[]') from (
      select k.id, k.name, r.refusals from refused r join campaigns k on k.id = r.campaign_id where k.deleted_at is null
      order by r.refusals desc, k.id desc limit 20) c) as campaigns,
    (select coalesce(sum(r.refusals), 0)::int from refused r where r.campaign_id is null) as messages,
    (select coalesce(sum(c.count), 0)::int from deliverability_counts c where c.domain = i.domain
      and c.mailbox_provider = i.mailbox_provider and c.kind = 'accepted'
      and c.day > (i.last_seen_at at time zone 'UTC')::date) as "acceptedSince"
  from i`;

/** $1 id, $2 when, $3 who, $4 a note or null for the one that is there. */
export const acknowledgeIncident = `
  update incidents set acknowledged_at = $2, acknowledged_by_id = $3, note = coalesce($4, note), updated_at = now()
  where id = $1 and state = 'open'`;

/** $1 id. */
export const unacknowledgeIncident = `
  update incidents set acknowledged_at = null, acknowledged_by_id = null, updated_at = now() where id = $1`;

/** $1 id, $2 when, $3 who, $4 a note or null for the one that is there. */
export const closeIncident = `
  update incidents set state = 'closed', closed_at = $2, closed_by_id = $3, closed_because = 'member', note = coalesce($4, note),
    updated_at = now()
  where id = $1 and state = 'open'`;

/** $1 id: nothing while a newer one of the same kind is open. Closing it again is told unless that was told already. */
export const reopenIncident = `
  update incidents i set state = 'open', closed_at = null, closed_by_id = null, closed_because = null, closing_told_at = null,
    updated_at = now()
  where i.id = $1 and i.state = 'closed' and not exists (
    select from incidents o where o.domain = i.domain and o.mailbox_provider = i.mailbox_provider and o.class = i.class
      and o.state = 'open')`;

/** $1 id, $2 now: closes it when it is over. */
export const closeOver = `
  update incidents i set state = 'closed', closed_at = $2, closed_because = incident_end(i.organization_id, i.domain,
    i.mailbox_provider, i.last_seen_at, $2), updated_at = now()
  where i.id = $1 and i.state = 'open'
    and incident_end(i.organization_id, i.domain, i.mailbox_provider, i.last_seen_at, $2) is not null`;

/** $1 id: what is to be told of it, locked. */
export const toTell = `
  select i.state, i.domain, i.mailbox_provider as "mailboxProvider", i.class, i.samples, i.refusals::int, i.note,
    i.closed_because as "closedBecause", i.closed_by_id as "closedById",
    (select u.name from users u where u.id = i.closed_by_id) as "closedBy", i.closed_at as "closedAt",
    i.opening_told_at is not null as "isOpeningTold", i.closing_told_at is not null as "isClosingTold"
  from incidents i where i.id = $1 for no key update`;

/** $1 id, $2 now: that it opened, and when it is closed that as well. */
export const noteTold = `
  update incidents set opening_told_at = coalesce(opening_told_at, $2),
    closing_told_at = case when state = 'closed' then coalesce(closing_told_at, $2) end
  where id = $1`;
