/** Named SQL of opens, clicks and unsubscribes. All of it runs in a tenant transaction. */

/**
 * Stores a batch of hits and marks each delivery's first open and click. Arrays: $1 deliveries, $2 kinds, $3 link
 * positions, $4 times, $5 user agents. Hits on deliveries or links that do not exist are dropped. Returns, per
 * campaign, kind and step of 10 seconds, how many people did it for the first time. Rows are locked in id order.
 */
export const recordHits = `
  with hits as (
    select d.campaign_id, h.* from unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::text[])
      as h (delivery_id, kind, link_position, at, user_agent)
    join deliveries d on d.id = h.delivery_id
    where h.link_position is null or exists (
      select from campaign_links l where l.campaign_id = d.campaign_id and l.position = h.link_position)
  ), links as (
    select campaign_id, link_position, count(*) as clicks, count(distinct delivery_id) filter (where not exists (
      select from engagements e where e.delivery_id = hits.delivery_id and e.kind = 'click'
        and e.link_position = hits.link_position)) as people
    from hits where kind = 'click' group by 1, 2
  ), counted as (
    update campaign_links l set clicks = l.clicks + links.clicks, people = l.people + links.people
    from links where l.campaign_id = links.campaign_id and l.position = links.link_position
  ), stored as (
    insert into engagements (campaign_id, delivery_id, kind, link_position, at, user_agent)
    select campaign_id, delivery_id, kind, link_position, at, user_agent from hits
  ), locked as (
    select organization_id, id from deliveries where id in (select delivery_id from hits) order by id for no key update
  ), firsts as (
    select delivery_id, min(at) filter (where kind = 'open') as opened_at, min(at) filter (where kind = 'click') as clicked_at
    from hits group by 1
  ), marked as (
    update deliveries d set opened_at = coalesce(d.opened_at, firsts.opened_at),
      clicked_at = coalesce(d.clicked_at, firsts.clicked_at)
    from locked join firsts on firsts.delivery_id = locked.id
    where d.organization_id = locked.organization_id and d.id = locked.id
    returning d.campaign_id, case when old.opened_at is null then new.opened_at end as opened_at,
      case when old.clicked_at is null then new.clicked_at end as clicked_at
  )
  select campaign_id as "campaignId", kind, date_bin('10 seconds', at, 'epoch') as at, count(*)::int as people
  from marked, lateral (values ('open', opened_at), ('click', clicked_at)) as first (kind, at)
  where at is not null group by 1, 2, 3 order by 1, 2, 3`;

/** Adds to what reports read. Arrays: $1 campaigns, $2 kinds, $3 steps of 10 seconds, $4 people. */
export const countPeople = [
  `insert into campaign_series as s (campaign_id, kind, at, count)
   select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[]) order by 1, 2, 3
   on conflict (organization_id, campaign_id, kind, at) do update set count = s.count + excluded.count`,
  `insert into engagement_counts as c (campaign_id, kind, people)
   select c, k, sum(n) from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[]) as x (c, k, t, n) group by 1, 2 order by 1, 2
   on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people`,
  `insert into quarter_hour_counts as c (at, kind, count)
   select date_bin('15 minutes', t, 'epoch'), k, sum(n)
   from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[]) as x (c, k, t, n) group by 1, 2 order by 1, 2
   on conflict (organization_id, at, kind) do update set count = c.count + excluded.count`,
] as const;

/** $1 delivery, $2 link position. */
export const targetOfLink = `
  select l.url from deliveries d join campaign_links l on l.organization_id = d.organization_id and l.campaign_id = d.campaign_id
  where d.id = $1 and l.position = $2`;

/** $1 delivery: who it was sent to, in which campaign, for which organization (its logo as a `data:` URL). */
export const messageOf = `
  select d.campaign_id as "campaignId", d.contact_id as "contactId", d.email, c.subscription, o.name as organization,
    'data:' || o.logo_type || ';base64,' || translate(encode(o.logo, 'base64'), E'\\n', '') as logo, o.colour
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1`;

/** $1 delivery: the person it went to, for the preference centre; the day a break ends in the organization's zone. */
export const personOf = `
  select c.id as "contactId", c.email, c.first_name as "firstName", c.last_name as "lastName", c.subscription,
    o.name as organization,
    'data:' || o.logo_type || ';base64,' || translate(encode(o.logo, 'base64'), E'\\n', '') as logo, o.colour,
    case when c.paused_until > now() then to_char(c.paused_until at time zone o.time_zone, 'FMDD FMMonth YYYY') end as "pausedUntil"
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1 and c.email is not null`;

/** $1 delivery: holds its person until the transaction ends, so that changes come one after the other. */
export const lockPerson = `
  select c.id as "contactId" from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  where d.id = $1 and c.email is not null for no key update of c`;

/** $1 contact, $2 first name, $3 last name. */
export const renamePerson = `
  update contacts set first_name = $2, last_name = $3, updated_at = now()
  where id = $1 and (first_name is distinct from $2 or last_name is distinct from $3)`;

/** $1 contact, $2 days: to the end of that day, so that asking twice is once. */
export const takeBreak = `
  update contacts c set paused_until = x.until, updated_at = now()
  from (select (date_trunc('day', now() at time zone o.time_zone) + make_interval(days => $2::int + 1)) at time zone o.time_zone as until
    from organizations o where o.id = current_organization()) x
  where c.id = $1 and c.paused_until is distinct from x.until`;

/** $1 contact. */
export const endBreak = `update contacts set paused_until = null, updated_at = now() where id = $1 and paused_until is not null`;

/** $1 contact, $2 time; a row only when the person was still subscribed. */
export const unsubscribeContact = `
  update contacts set subscription = 'unsubscribed', unsubscribed_at = $2, updated_at = now()
  where id = $1 and subscription = 'subscribed' returning id`;
