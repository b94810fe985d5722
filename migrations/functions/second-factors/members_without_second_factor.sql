-- How many members have no second factor, for the page that asks for one.
create or replace function members_without_second_factor() returns int
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select count(*)::int from memberships m
    where m.organization_id = current_organization()
      and not exists (select from passkeys p where p.user_id = m.user_id)
      and not exists (select from totp_secrets t where t.user_id = m.user_id and t.confirmed_at is not null);
  end;
alter function members_without_second_factor owner to engagex_crossing;
revoke all on function members_without_second_factor from public;
grant execute on function members_without_second_factor to engagex_app;
