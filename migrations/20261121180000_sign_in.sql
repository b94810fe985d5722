-- A person who came through OpenID Connect may have no password.
alter table users
  alter column password_hash drop not null,
  add column email_verified_at timestamptz; -- when its owner followed a link we mailed there, or a provider vouched for it
update users set email_verified_at = created_at; -- nobody who is here already was ever asked

-- Links that confirm an address: a new user's own, or the one a user wants instead.
create table address_confirmations (
  token_hash bytea primary key, -- SHA-256; the token itself is only in the mail
  user_id uuid not null references users,
  email text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index address_confirmations_user on address_confirmations (user_id); -- a new one replaces the others
grant select, insert, update on address_confirmations to engagex_app;

-- Second factors. A person's, in whichever organization they are.
create table totp_secrets (
  user_id uuid primary key references users,
  secret_encrypted bytea not null,
  confirmed_at timestamptz, -- null until the first code was right
  last_step bigint not null default 0, -- the time step of the last code that was taken; none before it is taken again
  created_at timestamptz not null default now()
);
grant select, insert, update, delete on totp_secrets to engagex_app;

create table recovery_codes (
  user_id uuid not null references users,
  code_hash bytea not null, -- SHA-256 of 80 random bits
  used_at timestamptz,
  primary key (user_id, code_hash)
);
grant select, insert, update, delete on recovery_codes to engagex_app;

create table passkeys (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  credential_id text not null, -- base64url, as browsers name it
  public_key bytea not null, -- COSE
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create unique index passkeys_credential on passkeys (credential_id); -- whose passkey this is
create index passkeys_user on passkeys (user_id);
grant select, insert, update, delete on passkeys to engagex_app;

-- Who a provider's subject is here. One of an organization's own provider is good for that organization only.
create table identities (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  issuer text not null,
  subject text not null,
  of_organization uuid references organizations on delete cascade, -- null for a provider the operator configured
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  unique nulls not distinct (of_organization, issuer, subject)
);
create index identities_user on identities (user_id);
grant select, insert, update, delete on identities to engagex_app;

-- How people get into an organization.
alter table organizations
  add column requires_second_factor boolean not null default false,
  add column requires_single_sign_on boolean not null default false;

create table identity_providers (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  issuer text not null,
  client_id text not null,
  client_secret_encrypted bytea not null,
  allowed_domains text[] not null check (cardinality(allowed_domains) > 0),
  default_role text not null check (default_role in ('admin', 'campaign_manager', 'editor', 'analyst')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
create unique index identity_providers_one on identity_providers (organization_id); -- one per organization
call make_tenant_table('identity_providers');

-- The same as before, with what each asks of how its members sign in.
drop function organizations_of_user;
create function organizations_of_user(wanted uuid)
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

-- Sessions belong to the BFF. The API may end all of one person's, and do nothing else with them.
grant select, delete on sessions to engagex_crossing;
create function end_sessions_of(wanted uuid) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    delete from sessions where sess ->> 'userId' = wanted::text;
  end;
alter function end_sessions_of owner to engagex_crossing;
revoke all on function end_sessions_of from public;
grant execute on function end_sessions_of to engagex_app;

-- Failed sign-ins: each makes the next wait longer.
create table sign_in_delays (
  key text primary key,
  failures int not null,
  last_at timestamptz not null,
  next_at timestamptz not null -- before this, nothing is tried
);
create index sign_in_delays_last on sign_in_delays (last_at); -- for pruning
grant select, insert, update, delete on sign_in_delays to engagex_bff;
