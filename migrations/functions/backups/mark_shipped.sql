-- That these entries of the log are outside of the database, in this segment. Of the owner of the tables, who ships them.
create or replace function mark_shipped(entries uuid[], into_segment bigint) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update preference_log set segment = into_segment where id = any (entries) and segment is null
$$;
alter function mark_shipped owner to engagex_crossing;
revoke all on function mark_shipped from public;
