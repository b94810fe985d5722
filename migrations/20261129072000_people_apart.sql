-- Row security for what belongs to no organization. Not forced: migrations go through all organizations as the owner
-- of the tables; the application is not the owner.

-- A transaction sees its own organization, and outside of one none. What has to look at several is a function of the
-- crossing role.
alter table organizations enable row level security;
create policy own on organizations
  using (id = (select current_organization())) with check (id = (select current_organization()));
create policy crossing on organizations for select to engagex_crossing using (true);
create policy crossing_end on organizations for delete to engagex_crossing using (true);

-- Factors and the links that replace them are a person's: nothing an organization does can see or change them.
do $$
declare factor text;
begin
  foreach factor in array array['address_confirmations', 'passkeys', 'password_resets', 'recovery_codes', 'totp_secrets'] loop
    execute format('alter table %I enable row level security', factor);
    execute format('create policy personal on %I using ((select current_organization()) is null)
      with check ((select current_organization()) is null)', factor);
  end loop;
end $$;

-- Who a provider's subject is: an organization sees those of its own provider.
alter table identities enable row level security;
create policy personal on identities
  using ((select current_organization()) is null or of_organization = (select current_organization()))
  with check ((select current_organization()) is null or of_organization = (select current_organization()));

-- Names and addresses of users stand in lists of every organization they were in, so reading them is up to the queries;
-- nothing an organization does changes an account.
alter table users enable row level security;
create policy readable on users for select using (true);
create policy added on users for insert with check (true);
create policy personal on users for update using ((select current_organization()) is null);

-- How many members have no second factor, for the page that asks for one.
grant select (user_id) on passkeys to engagex_crossing;
grant select (user_id, confirmed_at) on totp_secrets to engagex_crossing;
create policy crossing on passkeys for select to engagex_crossing using (true);
create policy crossing on totp_secrets for select to engagex_crossing using (true);
create function members_without_second_factor() returns int
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
