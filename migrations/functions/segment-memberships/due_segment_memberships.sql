-- Organizations with contacts to ask watched segments about, with a segment to ask about everybody, or with changes that one of
-- these readers has not read. Everybody is asked when the organization's day or time zone changed, and once between comparisons
-- that are `compare_before` apart; what is wrong with a segment is looked into again every minute.
create or replace function due_segment_memberships(at timestamptz, compare_before timestamptz, readers text[])
  returns table (organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select t.organization_id from segment_touches t
    union
    select w.organization_id from segment_watches w join organizations o on o.id = w.organization_id
    where cardinality(w.watchers) > 0
      and case when w.problem is not null then w.checked_at < at - interval '1 minute'
        else w.recheck is not null or w.compared_at < compare_before or w.time_zone <> o.time_zone
          or (w.is_by_day and w.day <> (at at time zone o.time_zone)::date) end
    union
    select w.organization_id from segment_watches w cross join unnest(readers) as n (reader)
    left join segment_change_readers r on r.organization_id = w.organization_id and r.segment_id = w.segment_id and r.reader = n.reader
    where w.last_sequence > coalesce(r.sequence, 0) and (r.retry_at is null or r.retry_at <= at);
  end;
alter function due_segment_memberships owner to engagex_crossing;
revoke all on function due_segment_memberships from public;
grant execute on function due_segment_memberships to engagex_app;
