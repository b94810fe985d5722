import { domainInSql } from '../../../platform/address-sql.ts';
import { remarkEngaged } from '../../deliveries/index.ts';
import { mostHits } from './rules.ts';

/** Named SQL of opens and clicks and what they are taken for. All of it runs in a tenant transaction. */

/** $1 deliveries: hits of a message are judged one batch after the other. In id order, as everybody locks them. */
export const lockDeliveries = `select from deliveries where id = any ($1::uuid[]) order by id for no key update`;

const kinds = `('open', 'click', 'machine_open', 'machine_click')`;
/**
 * Arrays: $1 deliveries, $2 and $3 from when to when hits are wanted. Of each delivery that exists: what is noted of it,
 * the hits of that time, and what the others come to. Hits of all of them are looked up at once: where the table has grown faster
 * than its statistics, the worst is to read it once, and not once for each delivery.
 */
export const hitsToJudge = `
  with asked as (select * from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as x (id, since, until)),
  known as materialized (
    select e.delivery_id, e.id, e.kind, e.link_position, e.link_number, e.at, e.user_agent, e.agent, e.network, e.is_head,
      e.seconds_after, e.is_before_acceptance, e.reasons
    from engagements e where e.delivery_id = any ($1::uuid[]) and e.kind in ${kinds}),
  others as (
    select k.delivery_id, json_build_object('openedAt', min(k.at) filter (where k.kind = 'open'),
        'clickedAt', min(k.at) filter (where k.kind = 'click'),
        'fetchedAt', min(k.at) filter (where k.kind in ('open', 'machine_open')),
        'links', coalesce(json_agg(distinct k.link_position) filter (where k.kind = 'click'), '[]')) as summary
    from known k join asked x on x.id = k.delivery_id where k.at not between x.since and x.until group by k.delivery_id),
  hits as (
    select n.delivery_id, json_agg(json_build_object('id', n.id, 'kind', n.kind, 'linkPosition', n.link_position,
        'linkNumber', n.link_number, 'at', n.at, 'userAgent', n.user_agent, 'agent', n.agent, 'network', n.network,
        'isHead', n.is_head, 'secondsAfter', n.seconds_after, 'isBeforeAcceptance', n.is_before_acceptance,
        'reasons', n.reasons) order by n.place) as newest
    from (select k.*, row_number() over (partition by k.delivery_id order by k.at desc) as place
      from known k join asked x on x.id = k.delivery_id where k.at between x.since and x.until) n
    where n.place <= ${mostHits} group by n.delivery_id)
  select d.id as "deliveryId", d.campaign_id as "campaignId", d.state = 'submitting' as "isSubmitting",
    coalesce(d.accepted_at, d.submitted_at) as "since", d.opened_at as "openedAt", d.clicked_at as "clickedAt",
    d.variant is null as "hasAllLinks", r.gateway is not null as "hasGateway",
    coalesce(o.summary, '{"openedAt": null, "clickedAt": null, "fetchedAt": null, "links": []}') as others,
    coalesce(h.newest, '[]') as hits
  from asked x
  join deliveries d on d.id = x.id
  left join others o on o.delivery_id = d.id
  left join hits h on h.delivery_id = d.id
  left join receiving_domains r on r.domain = ${domainInSql('d.address')}`;

/** $1 campaigns: the positions of their links. */
export const linksOfCampaigns = `
  select campaign_id as "campaignId", array_agg(position) as positions from campaign_links where campaign_id = any ($1::uuid[]) group by 1`;

/**
 * Stores what was judged. New hits as JSON in $1 and judged ones that changed in $2; $3 version of the rules. What that comes
 * to: $4 by link, $5 by kind, $6 when deliveries were first opened and clicked by a person, $7 by kind and strongest reason. Returns, per campaign, kind and
 * step of 10 seconds, how many people more did it for the first time, or fewer. The deliveries are locked.
 */
export const storeJudged = `
  with added as (
    insert into engagements (campaign_id, delivery_id, kind, link_position, link_number, at, user_agent, agent, network,
      is_head, seconds_after, is_before_acceptance, reasons, is_burst, rules)
    select h."campaignId", h."deliveryId", h.kind, h."linkPosition", h."linkNumber", h.at, h."userAgent", h.agent, h.network,
      h."isHead", h."secondsAfter", h."isBeforeAcceptance", h.reasons, h."isBurst", $3
    from json_to_recordset($1::json) as h ("campaignId" uuid, "deliveryId" uuid, kind text, "linkPosition" int, "linkNumber" int,
      at timestamptz, "userAgent" text, agent text, network text, "isHead" boolean, "secondsAfter" real,
      "isBeforeAcceptance" boolean, reasons text[], "isBurst" boolean)
  ), changed as (
    update engagements e set kind = h.kind, reasons = h.reasons, is_burst = h."isBurst", rules = $3
    from json_to_recordset($2::json) as h (id uuid, kind text, reasons text[], "isBurst" boolean) where e.id = h.id
  ), links as (
    update campaign_links l set clicks = l.clicks + h.clicks, machine_clicks = l.machine_clicks + h."machineClicks",
      people = l.people + h.people
    from json_to_recordset($4::json) as h ("campaignId" uuid, position int, clicks int, "machineClicks" int, people int)
    where l.campaign_id = h."campaignId" and l.position = h.position
  ), kinds as (
    insert into campaign_hits as c (campaign_id, kind, hits)
    select h."campaignId", h.kind, h.hits from json_to_recordset($5::json) as h ("campaignId" uuid, kind text, hits int)
    order by 1, 2
    on conflict (organization_id, campaign_id, kind) do update set hits = c.hits + excluded.hits
  ), reasons as (
    insert into campaign_hit_reasons as c (campaign_id, kind, reason, hits)
    select h."campaignId", h.kind, h.reason, h.hits
    from json_to_recordset($7::json) as h ("campaignId" uuid, kind text, reason text, hits int) where h.hits <> 0
    order by 1, 2, 3
    on conflict (organization_id, campaign_id, kind, reason) do update set hits = c.hits + excluded.hits
  ), firsts as (
    select h.delivery_id, h.opened_at, h.clicked_at
    from json_to_recordset($6::json) as h (delivery_id uuid, opened_at timestamptz, clicked_at timestamptz)
  ), moved as (${remarkEngaged('firsts')})
  select campaign_id as "campaignId", kind, date_bin('10 seconds', at, 'epoch') as at, sum(n)::int as people from (
    select campaign_id, 'open' as kind, was_opened as at, -1 as n from moved
    union all select campaign_id, 'open', opened_at, 1 from moved
    union all select campaign_id, 'click', was_clicked, -1 from moved
    union all select campaign_id, 'click', clicked_at, 1 from moved
  ) x where at is not null group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3`;

/** $1 campaign: hits by what they were taken for and why, most first. */
export const hitsByReason = `
  select case when kind in ('open', 'machine_open') then 'open' else 'click' end as kind,
    case when kind in ('open', 'click') then 'person' else 'machine' end as by, nullif(reason, 'none') as reason, hits::int
  from campaign_hit_reasons where campaign_id = $1 and hits > 0 order by hits desc, reason`;

/** $1 campaign: how far judging again is, and what it came to the last time. One row while the campaign exists. */
export const judgingOf = `
  select case when j.campaign_id is not null then json_build_object('messages', j.deliveries, 'done', j.judged) end as judging,
    case when r.campaign_id is not null then json_build_object('finishedAt', r.finished_at, 'messages', r.deliveries,
      'opensToMachines', r.opens_to_machines, 'clicksToMachines', r.clicks_to_machines,
      'opensToPeople', r.opens_to_people, 'clicksToPeople', r.clicks_to_people) end as last
  from campaigns k left join judgements j on j.organization_id = k.organization_id and j.campaign_id = k.id
  left join judgement_results r on r.organization_id = k.organization_id and r.campaign_id = k.id
  where k.id = $1 and k.deleted_at is null`;
