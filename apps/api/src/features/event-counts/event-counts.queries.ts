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
