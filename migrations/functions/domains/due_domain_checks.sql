-- Domains whose time to be checked has come, of every organization, and those whose worker died at it.
create or replace function due_domain_checks(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.organization_id, d.id from domains d
    where d.deleted_at is null and d.next_check_at <= at and (d.checking_until is null or d.checking_until <= at)
    order by d.next_check_at limit 200;
  end;
alter function due_domain_checks owner to engagex_crossing;
revoke all on function due_domain_checks from public;
grant execute on function due_domain_checks to engagex_app;
