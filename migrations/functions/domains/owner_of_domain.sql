-- Which organization has verified a domain, and the row that says so. It tells ids and nothing else.
create or replace function owner_of_domain(name text) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.organization_id, d.id from domains d
    where d.domain = name and d.deleted_at is null and d.state in ('verified', 'degraded');
  end;
alter function owner_of_domain owner to engagex_crossing;
revoke all on function owner_of_domain from public;
grant execute on function owner_of_domain to engagex_app;
