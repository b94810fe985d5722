-- How far stages are behind: when the oldest event arrived that a stage has yet to apply.
create or replace function event_lags() returns table (stage text, waiting bigint, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.stage, sum(cardinality(b.event_ids)), min(b.first_received_at) from (
      select stage, event_ids, first_received_at from event_stage_batches limit 100000) b
    group by b.stage;
  end;
alter function event_lags owner to engagex_crossing;
revoke all on function event_lags from public;
grant execute on function event_lags to engagex_app;
