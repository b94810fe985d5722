-- Accounts whose time to be read has come, of every organization.
create or replace function due_postmaster_accounts(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select a.organization_id, a.id from postmaster_accounts a where a.next_fetch_at <= at order by a.next_fetch_at limit 200;
  end;
alter function due_postmaster_accounts owner to engagex_crossing;
revoke all on function due_postmaster_accounts from public;
grant execute on function due_postmaster_accounts to engagex_app;
