-- Counts the events of the scope's organization anew, of the days of receipt from `since` on, and answers how many counts were wrong.
-- The events of people who were erased are no longer counted then. The stage waits: its row is locked.
create or replace function rebuild_event_counts(since date) returns bigint
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  wrong bigint;
begin
  perform from event_stages where stage = 'counts' for update;
  create temporary table wrong_counts on commit drop as select * from differences_of_event_counts(since);
  select count(*) into wrong from wrong_counts;
  delete from event_counts c using wrong_counts w
    where w.kind = 'events' and c.name = w.what and c.at = w.at and c.received_on = w.received_on;
  delete from purchase_counts c using wrong_counts w
    where w.kind = 'purchases' and c.currency = w.what and c.at = w.at and c.received_on = w.received_on;
  delete from product_counts c using wrong_counts w
    where w.kind = 'products' and c.product = w.what and c.at = w.at and c.received_on = w.received_on;
  insert into event_counts (name, at, received_on, count)
    select what, at, received_on, stored[1] from wrong_counts where kind = 'events' and stored is not null;
  insert into purchase_counts (currency, at, received_on, count, sum, least, greatest)
    select what, at, received_on, stored[1], stored[2], stored[3], stored[4] from wrong_counts where kind = 'purchases' and stored is not null;
  insert into product_counts (product, at, received_on, views)
    select what, at, received_on, stored[1] from wrong_counts where kind = 'products' and stored is not null;
  drop table wrong_counts;
  return wrong;
end $$;
revoke all on function rebuild_event_counts from public;
grant execute on function rebuild_event_counts to engagex_app;
