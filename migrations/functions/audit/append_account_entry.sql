-- A person's change to their own account concerns every organization they are in. In the order of their ids, so that
-- two such changes cannot wait for each other.
create or replace function append_account_entry(
  user_id uuid, action text, before jsonb, after jsonb, request_id text, address text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person record;
  place uuid;
  outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  select u.name, u.email into strict person from users u where u.id = user_id;
  for place in
    select m.organization_id from memberships m where m.user_id = append_account_entry.user_id order by m.organization_id
  loop
    perform set_config('app.organization_id', place::text, true);
    perform append_audit_entry('user', user_id, person.name, action, split_part(action, '.', 1), user_id, person.email,
      before, after, request_id, address);
  end loop;
  perform set_config('app.organization_id', outer_organization, true);
end $$;
alter function append_account_entry owner to engagex_crossing;
revoke all on function append_account_entry from public;
grant execute on function append_account_entry to engagex_app;
