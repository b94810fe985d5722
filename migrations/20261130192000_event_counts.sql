-- How often things happened, by quarters of an hour of UTC, which begin where the days of every time zone begin. Kept by a stage in the
-- transaction that applies events. By the day of receipt too: events are forgotten by that, so what was counted can be
-- compared with the events of every day that is still there, and stays when they are gone.
create table event_counts (
  organization_id uuid not null default current_organization() references organizations,
  name text collate "C" not null,
  at timestamptz not null, -- when they happened
  received_on date not null, -- UTC
  count bigint not null check (count > 0),
  primary key (organization_id, name, at, received_on) -- of some names or all in a period
) with (fillfactor = 80); -- counts change and no column of an index does
call make_tenant_table('event_counts');

create table purchase_counts (
  organization_id uuid not null default current_organization() references organizations,
  currency text collate "C" not null,
  at timestamptz not null,
  received_on date not null,
  count bigint not null check (count > 0),
  sum numeric not null,
  least numeric not null,
  greatest numeric not null,
  primary key (organization_id, currency, at, received_on) -- of all currencies in a period
) with (fillfactor = 80);
call make_tenant_table('purchase_counts');
comment on table purchase_counts is 'Amounts of purchases, exact and apart by currency: they are never added up over several.';

create table product_counts (
  organization_id uuid not null default current_organization() references organizations,
  at timestamptz not null,
  product text collate "C" not null, -- the product_id, at most 255 characters of it
  received_on date not null,
  views bigint not null check (views > 0),
  primary key (organization_id, at, product, received_on) -- of all products in a period
) with (fillfactor = 80);
call make_tenant_table('product_counts');
comment on table product_counts is 'Page views of products.';

-- Of what was accepted before; what still waits for the stages is counted with them. The owner of the tables is under row-level
-- security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    create temporary table facts on commit drop as
      select name, date_bin('15 minutes', occurred_at, '2000-01-01Z') as at, (received_at at time zone 'UTC')::date as received_on, properties
      from events where organization_id = organization and kind in ('track', 'page')
        and id not in (select unnest(event_ids) from event_batches where organization_id = organization);
    insert into event_counts (organization_id, name, at, received_on, count)
      select organization, name, at, received_on, count(*) from facts group by name, at, received_on;
    insert into purchase_counts (organization_id, currency, at, received_on, count, sum, least, greatest)
      select organization, properties ->> 'currency', at, received_on, count(*), sum(amount), min(amount), max(amount)
      from (select *, (properties -> 'order_amount')::numeric as amount from facts where name = 'purchase'
        and jsonb_typeof(properties -> 'order_amount') = 'number' and jsonb_typeof(properties -> 'currency') = 'string' offset 0) p
      group by properties ->> 'currency', at, received_on;
    insert into product_counts (organization_id, at, product, received_on, views)
      select organization, at, left(properties ->> 'product_id', 255), received_on, count(*) from facts
      where name = 'page_view' and jsonb_typeof(properties -> 'product_id') in ('string', 'number') and properties ->> 'product_id' <> ''
      group by at, left(properties ->> 'product_id', 255), received_on;
    drop table facts;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
