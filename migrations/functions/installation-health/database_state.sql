-- Size, connections and standbys of the database. How many seconds a standby is behind is known with
-- `grant pg_read_all_stats to engagex_crossing`; how many bytes, also without, where it has a replication slot.
create or replace function database_state()
  returns table (bytes bigint, connections int, most_connections int, standbys int, lag_bytes bigint, lag_seconds double precision)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select pg_database_size(current_database()), (select sum(numbackends)::int from pg_stat_database),
      current_setting('max_connections')::int,
      (select greatest((select count(*) from pg_stat_replication), (select count(*) from pg_replication_slots where slot_type = 'physical')))::int,
      (select max(pg_wal_lsn_diff(pg_current_wal_lsn(), l.at))::bigint from (
        select replay_lsn as at from pg_stat_replication
        union all select coalesce(confirmed_flush_lsn, restart_lsn) from pg_replication_slots) l),
      (select max(coalesce(extract(epoch from replay_lag), 0)) from pg_stat_replication where replay_lsn is not null)::double precision;
  end;
alter function database_state owner to engagex_crossing;
revoke all on function database_state from public;
grant execute on function database_state to engagex_app;
