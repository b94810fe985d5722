-- Where the counts of the scope's organization differ from its events: of the days of receipt from `since` on, without events that still
-- wait to be counted. Right up to now: one statement sees one moment. `what` is a name, a currency (with the sum) or a product.
create or replace function differences_of_event_counts(since date)
  returns table (kind text, what text, at timestamptz, received_on date, counted numeric[], stored numeric[])
  language sql stable set search_path = public, pg_temp
  begin atomic
    with waiting as materialized (
      select unnest(event_ids) as id from event_batches
      union all select unnest(event_ids) from event_stage_batches where stage = 'counts'
      union all select event_id from failed_events where stage = 'counts'
    ), fact as materialized (
      select e.name, date_bin('15 minutes', e.occurred_at, '2000-01-01Z') as at, (e.received_at at time zone 'UTC')::date as received_on,
        case when e.name in ('purchase', 'page_view') then e.properties end as properties
      from events e where e.organization_id = current_organization() and e.received_at >= since::timestamp at time zone 'UTC'
        and e.kind in ('track', 'page') and not exists (select from waiting w where w.id = e.id)
    ), purchase as materialized (
      select f.properties ->> 'currency' as currency, f.at, f.received_on, (f.properties -> 'order_amount')::numeric as amount from fact f
      where f.name = 'purchase' and jsonb_typeof(f.properties -> 'order_amount') = 'number' and jsonb_typeof(f.properties -> 'currency') = 'string'
    ), stored as (
      select 'events' as kind, name as what, at, received_on, array[count(*)::numeric] as numbers from fact group by name, at, received_on
      union all
      select 'purchases', currency, at, received_on, array[count(*), sum(amount), min(amount), max(amount)]
      from purchase group by currency, at, received_on
      union all
      select 'products', left(properties ->> 'product_id', 255), at, received_on, array[count(*)::numeric] from fact
      where name = 'page_view' and jsonb_typeof(properties -> 'product_id') in ('string', 'number') and properties ->> 'product_id' <> ''
      group by left(properties ->> 'product_id', 255), at, received_on
    ), counted as (
      select 'events' as kind, name as what, at, received_on, array[count::numeric] as numbers from event_counts where received_on >= since
      union all
      select 'purchases', currency, at, received_on, array[count, sum, least, greatest] from purchase_counts where received_on >= since
      union all
      select 'products', product, at, received_on, array[views::numeric] from product_counts where received_on >= since
    )
    select kind, what, at, received_on, c.numbers, s.numbers from counted c full join stored s using (kind, what, at, received_on)
    where c.numbers is distinct from s.numbers order by 1, 2, 3, 4;
  end;
revoke all on function differences_of_event_counts from public;
grant execute on function differences_of_event_counts to engagex_app;
