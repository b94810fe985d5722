-- The organizations a person is in, with what every page of one shows and what it asks of how its members sign in.
create or replace function organizations_of_user(wanted uuid)
  returns table (id uuid, name text, role text, time_zone text, logo_key text, deletes_at timestamptz,
    requires_second_factor boolean, requires_single_sign_on boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.name, m.role, o.time_zone, o.logo_key, o.deletes_at, o.requires_second_factor, o.requires_single_sign_on
    from memberships m join organizations o on o.id = m.organization_id
    where m.user_id = wanted and o.deleted_at is null order by m.created_at, o.id;
  end;
alter function organizations_of_user owner to engagex_crossing;
revoke all on function organizations_of_user from public;
grant execute on function organizations_of_user to engagex_app;
