-- Usage that meters have not taken, by organization and meter: refused, too late to be reported, or waiting since before `waiting_since`.
create or replace function usage_not_taken_for_operators(waiting_since timestamptz, most int)
  returns table (organization_id uuid, organization_name text, meter text, state text, hours int, total bigint, first_hour timestamptz,
    last_hour timestamptz, answer text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select r.organization_id, o.name, r.meter, r.state, count(*)::int, sum(r.total)::bigint, min(r.hour), max(r.hour),
      (array_agg(r.answer order by r.hour desc) filter (where r.answer is not null))[1]
    from usage_reports r join organizations o on o.id = r.organization_id
    where r.state in ('refused', 'too_late') or (r.state = 'pending' and r.hour < waiting_since)
    group by r.organization_id, o.name, r.meter, r.state order by max(r.hour) desc, r.organization_id limit most;
  end;
alter function usage_not_taken_for_operators owner to engagex_crossing;
revoke all on function usage_not_taken_for_operators from public;
grant execute on function usage_not_taken_for_operators to engagex_app;
