/** Named SQL of event counts. All of it runs in a tenant transaction. */

/** Which events say how much was paid, and of which product they are a view: as `differences_of_event_counts` has it. */
const isPurchase = `name = 'purchase' and jsonb_typeof(properties -> 'order_amount') = 'number'
  and jsonb_typeof(properties -> 'currency') = 'string'`;
const isProductView = `name = 'page_view' and jsonb_typeof(properties -> 'product_id') in ('string', 'number')
  and properties ->> 'product_id' <> ''`;

/** $1 events as JSON. */
export const addCounts = `
  with fact as materialized (
    select n as name, date_bin('15 minutes', o, '2000-01-01Z') as at, (r at time zone 'UTC')::date as received_on, p as properties
    from jsonb_to_recordset($1::jsonb) as f (n text, o timestamptz, r timestamptz, p jsonb)),
  events as (
    insert into event_counts as c (name, at, received_on, count)
    select name, at, received_on, count(*) from fact group by name, at, received_on order by 1, 2, 3
    on conflict (organization_id, name, at, received_on) do update set count = c.count + excluded.count),
  purchases as (
    insert into purchase_counts as c (currency, at, received_on, count, sum, least, greatest)
    select properties ->> 'currency', at, received_on, count(*), sum(amount), min(amount), max(amount)
    from (select *, (properties -> 'order_amount')::numeric as amount from fact where ${isPurchase} offset 0) p
    group by properties ->> 'currency', at, received_on order by 1, 2, 3
    on conflict (organization_id, currency, at, received_on) do update set count = c.count + excluded.count,
      sum = c.sum + excluded.sum, least = least(c.least, excluded.least), greatest = greatest(c.greatest, excluded.greatest)),
  products as (
    insert into product_counts as c (at, product, received_on, views)
    select at, left(properties ->> 'product_id', 255) as product, received_on, count(*) from fact where ${isProductView}
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (organization_id, at, product, received_on) do update set views = c.views + excluded.views)
  select`;

/** $1 from, $2 to: how often each event happened, the most frequent first. */
export const countsByName = `
  select name, sum(count)::bigint as count from event_counts where at >= $1 and at < $2 group by name order by 2 desc, 1`;

/** $1 from, $2 to. */
export const purchasesByCurrency = `
  select currency, sum(count)::bigint as count, sum(sum)::text as sum, (sum(sum) / sum(count))::text as average,
    min(least)::text as minimum, max(greatest)::text as maximum
  from purchase_counts where at >= $1 and at < $2 group by currency order by 2 desc, 1`;

/** $1 from, $2 to, $3 how many: the products with most page views. */
export const productsByViews = `
  select product, sum(views)::bigint as views from product_counts where at >= $1 and at < $2
  group by product order by 2 desc, 1 limit $3`;

/** $1 names, or null for all together; $2 boundaries in order, one more than there are points: what lies between each two. */
export const countsBetween = `
  select c.name, width_bucket(c.at, $2::timestamptz[])::int - 1 as point, sum(c.count)::bigint as count from (
    select case when $1::text[] is not null then name end as name, at, sum(count) as count from event_counts
    where ($1::text[] is null or name = any ($1::text[])) and at >= ($2::timestamptz[])[1]
      and at < ($2::timestamptz[])[cardinality($2::timestamptz[])]
    group by 1, 2) c
  group by 1, 2`;

/** The stage waits until the end of the transaction, so that what waits for it is known. */
export const holdStage = `select from event_stages where stage = 'counts' for update`;

/**
 * $1 events whose properties were changed, as they were and as they are. What waits to be counted is counted by the stage. Least and
 * greatest are looked up again, because what was taken out may have been one of them.
 */
export const adjustCounts = `
  with waiting as materialized (
    select unnest(event_ids) as id from event_batches
    union all select unnest(event_ids) from event_stage_batches where stage = 'counts'
    union all select event_id from failed_events where stage = 'counts'),
  fact as materialized (
    select n as name, date_bin('15 minutes', o, '2000-01-01Z') as at, (r at time zone 'UTC')::date as received_on, w, properties
    from jsonb_to_recordset($1::jsonb) as f (i uuid, n text, o timestamptz, r timestamptz, b jsonb, a jsonb)
    cross join lateral (values (-1, b), (1, a)) v (w, properties)
    where not exists (select from waiting where waiting.id = f.i)),
  purchase as (
    select currency, at, received_on, sum(w) as count, sum(w * amount) as sum, min(amount) filter (where w = 1) as least,
      max(amount) filter (where w = 1) as greatest
    from (select *, properties ->> 'currency' as currency, (properties -> 'order_amount')::numeric as amount
      from fact where ${isPurchase} offset 0) p
    group by currency, at, received_on),
  bounds as (
    select p.*, k.least as kept_least, k.greatest as kept_greatest from purchase p cross join lateral (
      select min((properties -> 'order_amount')::numeric) as least, max((properties -> 'order_amount')::numeric) as greatest from events e
      where e.organization_id = (select current_organization()) and ${isPurchase} and e.kind in ('track', 'page')
        and properties ->> 'currency' = p.currency and e.occurred_at >= p.at and e.occurred_at < p.at + interval '15 minutes'
        and (e.received_at at time zone 'UTC')::date = p.received_on and not exists (select from waiting where waiting.id = e.id)) k),
  purchases as (
    merge into purchase_counts c using bounds b
      on c.organization_id = (select current_organization()) and c.currency = b.currency and c.at = b.at and c.received_on = b.received_on
    when matched and c.count + b.count <= 0 then delete
    when matched then update set count = c.count + b.count, sum = c.sum + b.sum, least = coalesce(b.kept_least, c.least),
      greatest = coalesce(b.kept_greatest, c.greatest)
    when not matched and b.count > 0 then insert (currency, at, received_on, count, sum, least, greatest)
      values (b.currency, b.at, b.received_on, b.count, b.sum, b.least, b.greatest)
    returning 1),
  product as (
    select at, left(properties ->> 'product_id', 255) as product, received_on, sum(w) as views from fact where ${isProductView}
    group by 1, 2, 3 having sum(w) <> 0),
  products as (
    merge into product_counts c using product p
      on c.organization_id = (select current_organization()) and c.at = p.at and c.product = p.product and c.received_on = p.received_on
    when matched and c.views + p.views <= 0 then delete
    when matched then update set views = c.views + p.views
    when not matched and p.views > 0 then insert (at, product, received_on, views) values (p.at, p.product, p.received_on, p.views)
    returning 1)
  select (select count(*) from purchases) + (select count(*) from products) as counts`;
