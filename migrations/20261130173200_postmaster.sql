-- Google Postmaster Tools, read with the organization's own credentials.
create table postmaster_accounts (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('service_account', 'refresh_token')),
  name text not null, -- the service account's address, or the client's id
  credentials_encrypted bytea not null,
  credentials_key_id text not null,
  problem text, -- why the last fetch failed, in words; null when it did not
  failing_since timestamptz,
  fetched_at timestamptz, -- when the last fetch succeeded
  next_fetch_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id),
  unique (organization_id),
  check ((problem is null) = (failing_since is null))
);
comment on table postmaster_accounts is 'Credentials with which Google Postmaster Tools is read: one account for each organization.';
call make_tenant_table('postmaster_accounts');
create index postmaster_accounts_due on postmaster_accounts (next_fetch_at);
comment on index postmaster_accounts_due is 'due_postmaster_accounts';
grant select (organization_id, id, next_fetch_at) on postmaster_accounts to engagex_crossing;
create policy crossing on postmaster_accounts for select to engagex_crossing using (true);

create table postmaster_domains (
  organization_id uuid not null default current_organization() references organizations,
  domain text not null,
  access text not null check (access in ('granted', 'not_registered')), -- whether the account may read it
  compliance jsonb not null default '[]', -- requirements and whether they are met, as Google names them
  spam_rates jsonb not null default '[]', -- days and the share of messages that people marked as spam
  fetched_at timestamptz not null,
  primary key (organization_id, domain)
);
comment on table postmaster_domains is 'What Google Postmaster Tools said of each verified domain the last time.';
call make_tenant_table('postmaster_domains');
