-- Makes the monthly partitions of the log and of the message ids, this month's and those to come, and answers which are new. What
-- arrived before its month was made moves out of the rest. Belongs to the owner of the tables: the application owns none.
create or replace function make_event_partitions(months_ahead int) returns setof text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  this_month timestamptz := date_trunc('month', now(), 'UTC');
  first_of_month timestamptz;
  next_month timestamptz;
  suffix text;
begin
  perform pg_advisory_xact_lock(hashtext('event_partitions'));
  for i in 0..least(months_ahead, 12) loop
    first_of_month := date_add(this_month, make_interval(months => i), 'UTC');
    next_month := date_add(first_of_month, interval '1 month', 'UTC');
    suffix := to_char(first_of_month at time zone 'UTC', 'YYYY_MM');
    if to_regclass('event_partitions.events_' || suffix) is null then
      execute format('create table event_partitions.%I (like events including all)', 'events_' || suffix);
      lock table event_partitions.events_rest in access exclusive mode;
      execute format('with moved as (delete from event_partitions.events_rest where received_at >= %L and received_at < %L returning *)
        insert into event_partitions.%I select * from moved', first_of_month, next_month, 'events_' || suffix);
      execute format('alter table events attach partition event_partitions.%I for values from (%L) to (%L)', 'events_' || suffix,
        first_of_month, next_month);
      return next 'events_' || suffix;
    end if;
    if to_regclass('event_partitions.event_ids_' || suffix) is null then
      execute format('create table event_partitions.%I (like event_ids including all)', 'event_ids_' || suffix);
      lock table event_partitions.event_ids_rest in access exclusive mode;
      execute format('with moved as (delete from event_partitions.event_ids_rest where month = %L returning *)
        insert into event_partitions.%I select * from moved', first_of_month at time zone 'UTC', 'event_ids_' || suffix);
      execute format('alter table event_ids attach partition event_partitions.%I for values in (%L)', 'event_ids_' || suffix,
        (first_of_month at time zone 'UTC')::date);
      return next 'event_ids_' || suffix;
    end if;
  end loop;
end $$;
revoke all on function make_event_partitions from public;
grant execute on function make_event_partitions to engagex_app;
