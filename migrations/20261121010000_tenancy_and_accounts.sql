-- The tenant of the running transaction, set by libs/tenancy; null outside one (after a transaction the setting
-- is '' rather than unset, hence nullif).
create function current_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '')::uuid;

-- Puts a table under row-level security, for its owner too. The sub-select makes the setting be read once per query.
create procedure make_tenant_table(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy tenant on %s using (organization_id = (select current_organization()))
       with check (organization_id = (select current_organization()))', name);
  execute format('grant select, insert, update, delete on %s to engagex_app', name);
end $$;

create table users (
  id uuid primary key default uuidv7(),
  name text not null,
  email text not null,
  email_key text collate "C" generated always as (lower(email)) stored,
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email_key on users (email_key);
grant select, insert, update on users to engagex_app;

create table organizations (
  id uuid primary key default uuidv7(),
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
grant select, insert, update on organizations to engagex_app;

create table memberships (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  user_id uuid not null references users,
  role text not null check (role in ('owner', 'admin', 'campaign_manager', 'editor', 'analyst')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index memberships_user on memberships (organization_id, user_id);
create index memberships_of_user on memberships (user_id); -- for organizations_of_user
call make_tenant_table('memberships');

-- Reading across tenants is done by a few functions that return ids and little else. They belong to a role that may
-- read just the tables named here, so nothing depends on a superuser or BYPASSRLS.
grant select on memberships, organizations to engagex_crossing;
create policy crossing on memberships for select to engagex_crossing using (true);

create function organizations_of_user(wanted uuid) returns table (id uuid, name text, role text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.name, m.role from memberships m join organizations o on o.id = m.organization_id
    where m.user_id = wanted and o.deleted_at is null order by m.created_at, o.id;
  end;
alter function organizations_of_user owner to engagex_crossing;
revoke all on function organizations_of_user from public;
grant execute on function organizations_of_user to engagex_app;

-- Sessions belong to the BFF alone (the columns are those of connect-pg-simple).
create table sessions (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index sessions_expire on sessions (expire); -- for pruning
grant select, insert, update, delete on sessions to engagex_bff;
