/** Named SQL of the conversions of campaigns. All of it runs in a tenant transaction. */

/** Of conversions `v`, by currency: what they come to, each sum exact and in its own currency. */
const revenue = (from: string) => `
  (select coalesce(json_agg(m order by m.orders desc, m.currency), '[]') from (
    select v.currency, count(*)::int as orders, trim_scale(sum(v.amount))::text as revenue,
      trim_scale(sum(v.refunded))::text as refunded, trim_scale(sum(v.amount) - sum(v.refunded))::text as net,
      trim_scale(round(avg(v.amount), 4))::text as average
    from ${from} and v.amount is not null group by v.currency) m)`;

/** $1 campaign: no row when there is none. */
export const campaignResults = `
  select coalesce(g.event_name, s.event_name, 'purchase') as "eventName", g.event_name is not null as "isOwnGoal",
    json_build_object('basis', coalesce(s.basis, 'click'), 'clickDays', coalesce(s.click_days, 5),
      'openDays', coalesce(s.open_days, 1)) as rules,
    coalesce((select sum(count) from delivery_counts d where d.campaign_id = k.id and d.state = 'accepted'), 0)::int as accepted,
    n.conversions, n.converted, n.undecided, ${revenue('conversions v where v.campaign_id = k.id')} as revenue
  from campaigns k
  left join campaign_goals g on g.organization_id = k.organization_id and g.campaign_id = k.id
  left join attribution_settings s on s.organization_id = k.organization_id
  cross join lateral (
    select count(*)::int as conversions, count(distinct v.delivery_id)::int as converted,
      count(*) filter (where v.decided_at is null)::int as undecided
    from conversions v where v.campaign_id = k.id) n
  where k.id = $1 and k.deleted_at is null`;

/** $1 campaign: the same of each of its variants, among those who took part in the test. */
export const variantResults = `
  with d as (
    select variant, count(accepted_at)::int as accepted from deliveries
    where campaign_id = $1 and variant is not null group by variant
  ), v as (
    select v.*, d.variant from conversions v
    join deliveries d on d.organization_id = v.organization_id and d.id = v.delivery_id
    where v.campaign_id = $1 and d.variant is not null
  )
  select d.variant as number, d.accepted, coalesce(n.conversions, 0) as conversions, coalesce(n.converted, 0) as converted,
    ${revenue('v where v.variant = d.variant')} as revenue
  from d left join (
    select variant, count(*)::int as conversions, count(distinct delivery_id)::int as converted from v group by variant
  ) n on n.variant = d.variant
  order by d.variant`;

/** $1 campaign, $2 and $3 where the page before ended or null, $4 limit. */
export const conversionsOfCampaign = `
  select v.id, v.event_name as "eventName", v.order_id as "orderId", v.sent, v.trusted as "isTrusted", v.occurred_at as "occurredAt",
    trim_scale(v.amount)::text as amount, v.currency, trim_scale(v.refunded)::text as refunded,
    c.id as "contactId", coalesce(c.email, c.phone, c.external_id, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as contact,
    v.touch, v.touched_at as "touchedAt", l.url, v.via, d.variant as "variantNumber",
    v.decided_at as "decidedAt", v.decides_at as "decidesAt", v.occurred_at::text as place
  from conversions v
  left join contacts c on c.organization_id = v.organization_id and c.id = v.contact_id
  left join deliveries d on d.organization_id = v.organization_id and d.id = v.delivery_id
  left join campaign_links l on l.organization_id = v.organization_id and l.campaign_id = v.campaign_id and l.position = v.link_position
  where v.campaign_id = $1 and ($2::timestamptz is null or (v.occurred_at, v.id) < ($2::timestamptz, $3::uuid))
  order by v.occurred_at desc, v.id desc limit $4`;

/** $1 campaign: one row while it exists. */
export const campaignExists = 'select from campaigns where id = $1 and deleted_at is null';

/** $1 campaign. */
export const goalOf = 'select event_name as "eventName" from campaign_goals where campaign_id = $1';

/** $1 campaign, $2 event, $3 who. */
export const saveGoal = `
  insert into campaign_goals (campaign_id, event_name, updated_by_id) values ($1, $2, $3)
  on conflict (organization_id, campaign_id) do update set event_name = excluded.event_name,
    updated_by_id = excluded.updated_by_id, updated_at = now()`;

/** $1 campaign. */
export const removeGoal = 'delete from campaign_goals where campaign_id = $1';

/** $1 since when. */
export const outcomesSince = `
  select outcome, count(*)::int as conversions from conversions where occurred_at >= $1 and outcome is not null
  group by outcome order by 2 desc, 1`;

/** $1 since when: what was paid, and how much of it after campaigns; refunds are taken off. */
export const revenueSince = `
  select currency, trim_scale(sum(amount - refunded))::text as total,
    trim_scale(coalesce(sum(amount - refunded) filter (where campaign_id is not null), 0))::text as attributed
  from conversions where occurred_at >= $1 and amount is not null group by currency order by count(*) desc, currency`;
