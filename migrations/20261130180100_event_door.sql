-- Servers send events with a secret key that has the scope; a public key still does nothing else.
alter table api_keys
  drop constraint api_keys_check,
  drop constraint api_keys_check1,
  add constraint api_keys_public check (kind = 'secret' or scopes = '{events:write}'),
  add column origins text[] not null default '{}';
comment on column api_keys.origins is 'web pages that a public key is accepted from; none for any. Stops accidents: whoever writes a program says what they like';

-- Which message ids were seen, so that an event that is sent again is stored once. Two months are looked in, and older ones dropped.
create table event_ids (
  organization_id uuid not null default current_organization(),
  month date not null,
  hash uuid not null, -- 16 bytes of a SHA-256 of the message id
  primary key (organization_id, month, hash)
) partition by list (month);
call make_tenant_table('event_ids');
create table event_partitions.event_ids_rest partition of event_ids default;

create table event_settings (
  organization_id uuid not null default current_organization() references organizations,
  retention_days int check (retention_days between 30 and 3650), -- null: kept for good
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'), -- of purchases that name none
  privacy jsonb not null default '{"rules": [], "cleansUrls": true}',
  identity_secret bytea, -- sealed; signs user ids on the organization's server
  former_secret bytea, -- sealed; accepted for a day after it was replaced
  former_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  primary key (organization_id)
);
call make_tenant_table('event_settings');

-- Whose events end when, for partitions that nobody needs any more.
grant select (organization_id, retention_days) on event_settings to engagex_crossing;
create policy crossing on event_settings for select to engagex_crossing using (true);
