-- Hosts whose check is due, of every organization.
create or replace function link_hosts_due(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select h.organization_id, h.id from link_hosts h where h.next_check_at <= at order by h.next_check_at limit 500;
  end;
alter function link_hosts_due owner to engagex_crossing;
revoke all on function link_hosts_due from public;
grant execute on function link_hosts_due to engagex_app;
