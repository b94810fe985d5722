-- Drops partitions that nobody needs: message ids of before last month, and events of a month in which every organization that
-- has any keeps none. Answers which. A month of events that somebody keeps stays; the others' rows are deleted there.
create or replace function drop_event_partitions() returns setof text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  last_month text := to_char(date_add(date_trunc('month', now(), 'UTC'), interval '-1 month', 'UTC') at time zone 'UTC', 'YYYY_MM');
  partition text;
  ended timestamptz;
  is_kept boolean;
begin
  perform pg_advisory_xact_lock(hashtext('event_partitions'));
  for partition in
    select relname::text from pg_class where relnamespace = 'event_partitions'::regnamespace and relkind = 'r'
      and relname ~ '^(events|event_ids)_\d{4}_\d\d$' order by 1
  loop
    continue when right(partition, 7) >= last_month;
    if starts_with(partition, 'events_') then
      ended := date_add((replace(right(partition, 7), '_', '-') || '-01 00:00Z')::timestamptz, interval '1 month', 'UTC');
      execute format('select exists (select from (select distinct organization_id from event_partitions.%I) p
        where not exists (select from organizations_without_events_of(%L) o where o = p.organization_id))', partition, ended)
        into is_kept;
      continue when is_kept;
    end if;
    execute format('drop table event_partitions.%I', partition);
    return next partition;
  end loop;
end $$;
revoke all on function drop_event_partitions from public;
grant execute on function drop_event_partitions to engagex_app;
