-- When the newest backup of the whole installation was taken, when one was last restored to verify it, and how far the log of preferences
-- is outside of the database; null where there is none.
create or replace function last_backup() returns table (taken_at timestamptz, verified_at timestamptz, shipped_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select (select max(b.taken_at) from backups b where b.of_organization is null),
    (select max(b.verified_at) from backups b where b.of_organization is null),
    (select l.shipped_at from preference_log_lines l order by l.begun_at desc, l.id desc limit 1)
$$;
revoke all on function last_backup from public;
grant execute on function last_backup to engagex_app;
