-- When the next certificate of a link host expires that is in use; null where there is none.
create or replace function soonest_expiry() returns timestamptz
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select min(c.expires_at) from link_certificates c join link_hosts h on h.organization_id = c.organization_id and h.id = c.link_host_id
    where h.retired_at is null and h.state = 'live';
  end;
alter function soonest_expiry owner to engagex_crossing;
revoke all on function soonest_expiry from public;
grant execute on function soonest_expiry to engagex_app;
