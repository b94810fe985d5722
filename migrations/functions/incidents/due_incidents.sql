-- Incidents that members are to be told of, and those that are over. Whoever closed one has a minute to undo it before others are told.
create or replace function due_incidents(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from incidents i
    where (i.state = 'open' and i.opening_told_at is null)
      or (i.state = 'closed' and i.closing_told_at is null and i.closed_at <= at - interval '1 minute')
      or (i.state = 'open' and incident_end(i.organization_id, i.domain, i.mailbox_provider, i.last_seen_at, at) is not null)
    order by i.last_seen_at limit 200;
  end;
alter function due_incidents owner to engagex_crossing;
revoke all on function due_incidents from public;
grant execute on function due_incidents to engagex_app;
