import { markEngaged, remarkEngaged } from '../deliveries/index.ts';

/** Named SQL of opens, clicks and unsubscribes. All of it runs in a tenant transaction. */

/** $1 deliveries: hits of a message are judged one batch after the other. In id order, as everybody locks them. */
export const lockHit = `select from deliveries where id = any ($1::uuid[]) order by id for no key update`;

/** A scanner comes while the message is being accepted, or at once after; nobody reads so quickly. */
const tooSoonSeconds = 2;

/** What a hit is on its own, of delivery `d` and hit `h`; whether it is one of a burst is looked at after it is stored. */
const isOfMachine = `h.is_head or h.agent = 'scanner' or d.state = 'submitting'
  or coalesce(${secondsAfter()} < ${tooSoonSeconds}, false)`;

function secondsAfter(): string {
  return 'extract(epoch from h.at - coalesce(d.accepted_at, d.submitted_at))';
}

/**
 * Stores a batch of hits and marks each delivery's first open and click by a person. Arrays: $1 deliveries, $2 kinds, $3
 * link positions, $4 times, $5 user agents, $6 their classes, $7 classes of networks, $8 whether it was HEAD, $9 numbers of links. Hits on
 * deliveries or links that do not exist are dropped. Returns, per campaign, kind and step of 10 seconds, how many people
 * did it for the first time. The deliveries are locked.
 */
export const recordHits = `
  with hits as (
    select d.campaign_id, h.delivery_id, h.link_position, h.link_number, h.at, h.user_agent, h.agent, h.network, h.is_head,
      ${secondsAfter()}::real as seconds_after, case when ${isOfMachine} then 'machine_' else '' end || h.kind as kind
    from unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::int[])
      as h (delivery_id, kind, link_position, at, user_agent, agent, network, is_head, link_number)
    join deliveries d on d.id = h.delivery_id
    where h.link_position is null or exists (
      select from campaign_links l where l.campaign_id = d.campaign_id and l.position = h.link_position)
  ), links as (
    select campaign_id, link_position, count(*) as clicks, count(*) filter (where kind = 'machine_click') as machine_clicks,
      count(distinct delivery_id) filter (where kind = 'click' and not exists (
        select from engagements e where e.delivery_id = hits.delivery_id and e.kind = 'click'
          and e.link_position = hits.link_position)) as people
    from hits where kind in ('click', 'machine_click') group by 1, 2
  ), counted as (
    update campaign_links l set clicks = l.clicks + links.clicks, people = l.people + links.people,
      machine_clicks = l.machine_clicks + links.machine_clicks
    from links where l.campaign_id = links.campaign_id and l.position = links.link_position
  ), stored as (
    insert into engagements (campaign_id, delivery_id, kind, link_position, link_number, at, user_agent, agent, network, is_head, seconds_after)
    select campaign_id, delivery_id, kind, link_position, link_number, at, user_agent, agent, network, is_head, seconds_after from hits
  ), added as (
    insert into campaign_hits as c (campaign_id, kind, hits)
    select campaign_id, kind, count(*) from hits group by 1, 2 order by 1, 2
    on conflict (organization_id, campaign_id, kind) do update set hits = c.hits + excluded.hits
  ), firsts as (
    select delivery_id, min(at) filter (where kind = 'open') as opened_at, min(at) filter (where kind = 'click') as clicked_at
    from hits where kind in ('open', 'click') group by 1
  ), marked as (${markEngaged('firsts')})
  select campaign_id as "campaignId", kind, date_bin('10 seconds', at, 'epoch') as at, count(*)::int as people
  from marked, lateral (values ('open', case when was_opened is null then opened_at end),
    ('click', case when was_clicked is null then clicked_at end)) as first (kind, at)
  where at is not null group by 1, 2, 3 order by 1, 2, 3`;

/** So many links of one message within so many seconds are followed by no person. */
const burstLinks = 3;
const burstSeconds = 10;

/**
 * $1 deliveries, $2 and $3 times of the first and the last hit: the bursts among the clicks of these messages, each from
 * its first click on and as long as one may be. Usually none.
 */
export const burstsOf = `
  with clicks as (
    select e.delivery_id, e.link_position, e.link_number, e.at, e.user_agent from unnest($1::uuid[]) as x (id)
    join engagements e on e.delivery_id = x.id and e.kind in ('click', 'machine_click')
      and e.at between $2::timestamptz - interval '${burstSeconds} seconds' and $3::timestamptz + interval '${burstSeconds} seconds'
  )
  select c.delivery_id as "deliveryId", c.at as "from" from clicks c
  where (select count(distinct (o.link_position, o.link_number)) from clicks o where o.delivery_id = c.delivery_id
    and o.at between c.at and c.at + interval '${burstSeconds} seconds') >= ${burstLinks}
  group by 1, 2 order by 1, 2`;

/**
 * Arrays: $1 deliveries, $2 when a burst of it began. Whatever was taken for a person's in a burst is a machine's; with
 * the clicks go the opens that came by the same program. Returns, per campaign, kind and step, by how many fewer people
 * did it for the first time (negative), or did it then instead (positive).
 */
export const takeBack = `
  with bursts as (
    select * from unnest($1::uuid[], $2::timestamptz[]) as b (delivery_id, since)
  ), agents as (
    select distinct b.delivery_id, b.since, coalesce(e.user_agent, '') as user_agent from bursts b
    join engagements e on e.delivery_id = b.delivery_id and e.kind in ('click', 'machine_click')
      and e.at between b.since and b.since + interval '${burstSeconds} seconds'
  ), changed as (
    update engagements e set kind = 'machine_' || e.kind, is_burst = true
    where e.kind in ('open', 'click') and e.delivery_id = any ($1::uuid[]) and exists (
      select from agents a where a.delivery_id = e.delivery_id and (e.kind = 'click' or a.user_agent = coalesce(e.user_agent, ''))
        and e.at between a.since - case e.kind when 'open' then interval '${burstSeconds} seconds' else interval '0' end
          and a.since + interval '${burstSeconds} seconds')
    returning e.id, e.campaign_id, e.delivery_id, old.kind as was, e.link_position
  ), left_over as (
    select e.delivery_id, e.kind, e.link_position, e.at from engagements e
    where e.delivery_id = any ($1::uuid[]) and e.kind in ('open', 'click') and not exists (select from changed c where c.id = e.id)
  ), marked as (
    update engagements e set is_burst = true
    where e.kind = 'machine_click' and e.delivery_id = any ($1::uuid[]) and not e.is_burst and exists (
      select from bursts b where b.delivery_id = e.delivery_id and e.at between b.since and b.since + interval '${burstSeconds} seconds')
  ), links as (
    select campaign_id, link_position, count(*) as clicks, count(distinct delivery_id) filter (where not exists (
      select from left_over l where l.delivery_id = c.delivery_id and l.kind = 'click' and l.link_position = c.link_position)) as people
    from changed c where was = 'click' group by 1, 2
  ), counted as (
    update campaign_links l set people = l.people - links.people, machine_clicks = l.machine_clicks + links.clicks
    from links where l.campaign_id = links.campaign_id and l.position = links.link_position
  ), hits as (
    update campaign_hits h set hits = h.hits - n.hits
    from (select campaign_id, was, count(*) as hits from changed group by 1, 2) n
    where h.campaign_id = n.campaign_id and h.kind = n.was
  ), machine_hits as (
    insert into campaign_hits as h (campaign_id, kind, hits)
    select campaign_id, 'machine_' || was, count(*) from changed group by 1, 2 order by 1, 2
    on conflict (organization_id, campaign_id, kind) do update set hits = h.hits + excluded.hits
  ), firsts as (
    select c.delivery_id, (select min(at) from left_over l where l.delivery_id = c.delivery_id and l.kind = 'open') as opened_at,
      (select min(at) from left_over l where l.delivery_id = c.delivery_id and l.kind = 'click') as clicked_at
    from (select distinct delivery_id from changed) c
  ), moved as (${remarkEngaged('firsts')})
  select campaign_id as "campaignId", kind, date_bin('10 seconds', at, 'epoch') as at, sum(n)::int as people from (
    select campaign_id, 'open' as kind, was_opened as at, -1 as n from moved
    union all select campaign_id, 'open', opened_at, 1 from moved
    union all select campaign_id, 'click', was_clicked, -1 from moved
    union all select campaign_id, 'click', clicked_at, 1 from moved
  ) x where at is not null group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3`;

/** Adds to the people who did something. Arrays: $1 campaigns, $2 kinds, $3 people. */
export const countPeople = `
  insert into engagement_counts as c (campaign_id, kind, people)
  select c, k, sum(n) from unnest($1::uuid[], $2::text[], $3::int[]) as x (c, k, n) group by 1, 2 order by 1, 2
  on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people`;

/** $1 delivery, $2 link position, $3 number of a personal link or null: where it leads; of a personal one, as its message was composed. */
export const targetOfLink = `
  select case when $3::int is null then l.url else (
      select m.targets -> $3::int ->> 'url' from composed_messages m
      where m.delivery_id = d.id and (m.targets -> $3::int ->> 'position')::int = l.position) end as url
  from deliveries d join campaign_links l on l.organization_id = d.organization_id and l.campaign_id = d.campaign_id
  where d.id = $1 and l.position = $2`;

/** $1 delivery: what its message said, as far as that was kept. */
export const viewedMessage = `
  select d.campaign_id as "campaignId", m.html_values as values, m.html_pieces as pieces, o.time_zone as "timeZone",
    coalesce(d.variant, k.chosen_variant, 0) as variant, c.html, c.subject, p.language,
    array(select t.html from campaign_translations t where t.organization_id = c.organization_id and t.campaign_id = c.campaign_id
      and t.variant = c.variant order by t.language) as translations
  from deliveries d
  join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  join organizations o on o.id = d.organization_id
  join contacts p on p.organization_id = d.organization_id and p.id = d.contact_id
  left join composed_messages m on m.organization_id = d.organization_id and m.delivery_id = d.id
  left join campaign_contents c on c.organization_id = d.organization_id and c.campaign_id = d.campaign_id
    and c.variant = coalesce(d.variant, k.chosen_variant, 0)
  where d.id = $1`;

/** For how long an unsubscription can be undone where it was made. */
const undoHours = 24;

/**
 * Whether the person `c` left by the delivery `d`, just now, and has done nothing about it since: then, and only then, can
 * its link bring them back. Not where the address would get nothing anyway.
 */
const isUndoable = `(c.subscription = 'unsubscribed' and c.email is not null and (c.deleted_at is null or c.merged_into_id is not null)
    and exists (select from engagements e where e.delivery_id = d.id and e.kind = 'unsubscribe' and e.at = c.unsubscribed_at
      and e.at > now() - interval '${undoHours} hours')
    and not exists (select from suppressions s where s.address_key = c.email_key
      and (s.reason <> 'unsubscribe' or s.created_at < c.unsubscribed_at - interval '1 minute'))) as "isUndoable"`;

/** What a page shows of the organization `o`, its logo as a `data:` URL, and of the person `c`. */
const shown = `c.subscription, c.language, ${isUndoable}, o.name as organization,
    'data:' || o.logo_type || ';base64,' || translate(encode(o.logo, 'base64'), E'\\n', '') as logo, o.colour`;

/** $1 delivery: who it was sent to, in which campaign, for which organization. */
export const messageOf = `
  select d.campaign_id as "campaignId", d.contact_id as "contactId", d.address as email, ${shown}
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1`;

/** $1 delivery: the person it went to, for the preference centre; the day a break ends in the organization's zone. */
export const personOf = `
  select c.id as "contactId", c.email, c.first_name as "firstName", c.last_name as "lastName", ${shown},
    case when c.paused_until > now() then to_char(c.paused_until at time zone o.time_zone, 'YYYY-MM-DD') end as "pausedUntil"
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1 and c.email is not null`;

/** $1 delivery: holds its person until the transaction ends, so that changes come one after the other. */
export const lockPerson = `
  select c.id as "contactId" from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  where d.id = $1 and c.email is not null for no key update of c`;
