/** Named SQL of conversions as they arrive. All of it runs in a tenant transaction. */

/** The events that are conversions, of the organization and of campaigns, and the currency of amounts that name none. */
export const countedEvents = `
  select array(select coalesce(s.event_name, 'purchase') union select event_name from campaign_goals) as names,
    coalesce(e.currency, 'USD') as currency
  from organizations o
  left join attribution_settings s on s.organization_id = o.id
  left join event_settings e on e.organization_id = o.id
  where o.id = current_organization()`;

/**
 * $1 visits as JSON: which message a browser came by. What it bought before, as far as that is not decided, is attributed
 * again.
 */
export const noteFollowed = `
  with noted as (
    insert into followed_messages as f (person_id, delivery_id, followed_at)
    select v."personId", d.id, min(v.at)
    from jsonb_to_recordset($1::jsonb) as v ("personId" uuid, "deliveryId" uuid, at timestamptz)
    join deliveries d on d.organization_id = current_organization() and d.id = v."deliveryId" group by 1, 2 order by 1, 2
    on conflict do nothing returning f.person_id
  )
  insert into conversion_reviews (conversion_id)
  select distinct c.id from noted n join conversions c on c.person_id = n.person_id and c.decided_at is null`;

/** $1 keys. */
export const secretKeysAmong = `select id from api_keys where id = any ($1::uuid[]) and kind = 'secret'`;

/** Of two events about one order: what somebody vouches for comes first, then what was received first. */
const isBetter = `c.decided_at is null
  and (not n.trusted, n.received_at, n.event_id) < (not c.trusted, c.received_at, c.event_id)`;
const told = [
  'event_id',
  'person_id',
  'trusted',
  'occurred_at',
  'received_at',
  'amount',
  'currency',
  'decides_at',
  'due_at',
];
const attributed = ['outcome', 'campaign_id', 'delivery_id', 'touch', 'touched_at', 'link_position', 'via'];

/**
 * $1 conversions as JSON. An order that is known counts no second time; until it is decided, a better report of it takes the
 * place of the one before. Returns what is to be attributed.
 */
export const storeConversions = `
  with told as (
    select * from jsonb_to_recordset($1::jsonb) as n ("eventId" uuid, "eventName" text, "orderId" text, sent int, "personId" uuid,
      "isTrusted" boolean, "occurredAt" timestamptz, "receivedAt" timestamptz, amount text, currency text, decimals int, "decidesAt" timestamptz)
  )
  insert into conversions as c (event_id, event_name, order_id, sent, person_id, trusted, occurred_at, received_at, amount, currency,
    decides_at, due_at)
  select t."eventId", t."eventName", t."orderId", t.sent, t."personId", t."isTrusted", t."occurredAt", t."receivedAt",
    round(t.amount::numeric, t.decimals), t.currency, t."decidesAt", t."decidesAt"
  from told t where not exists (select from conversions x where x.event_id = t."eventId")
  order by t."orderId", t."eventId"
  on conflict (organization_id, event_name, order_id) where order_id is not null do update set
    sent = least(c.sent::int + excluded.sent, 32767),
    refunded = case when ${better('excluded')} then 0 else c.refunded end,
    ${told.map((column) => `${column} = case when ${better('excluded')} then excluded.${column} else c.${column} end`).join(',\n    ')},
    ${attributed.map((column) => `${column} = case when ${better('excluded')} then null else c.${column} end`).join(',\n    ')}
  returning id, order_id as "orderId"`;

function better(news: string): string {
  return isBetter.replaceAll('n.', `${news}.`);
}

/** $1 refunds as JSON. One that is reported twice counts once. */
export const addRefunds = `
  insert into conversion_refunds (order_id, refund_id, event_id, amount, currency, occurred_at)
  select n."orderId", n."refundId", n."eventId", round(n.amount::numeric, coalesce(n.decimals, 4)), n.currency, n."occurredAt"
  from jsonb_to_recordset($1::jsonb) as n ("orderId" text, "refundId" text, "eventId" uuid, amount text, currency text, decimals int,
    "occurredAt" timestamptz)
  where n.amount is null or round(n.amount::numeric, coalesce(n.decimals, 4)) > 0
  on conflict do nothing`;

/** $1 orders: what was refunded of them so far, at most all of it. Refunds in another currency are not of this order. */
export const applyRefunds = `
  update conversions c set refunded = least(c.amount, coalesce((
    select sum(coalesce(r.amount, c.amount)) from conversion_refunds r
    where r.order_id = c.order_id and (r.currency is null or r.currency = c.currency)), 0))
  where c.order_id = any ($1::text[]) and c.amount is not null`;
