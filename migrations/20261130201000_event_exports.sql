-- The daily export: at 10:00 UTC a summary of the day before, and its events where wanted, delivered to a system of the organization's.
create table event_export_settings (
  organization_id uuid primary key default current_organization() references organizations,
  is_on boolean not null,
  includes_events boolean not null default false,
  destination jsonb not null check (destination ->> 'kind' in ('none', 'webhook', 's3')), -- without its secrets
  secret_access_key bytea, -- of the bucket, sealed
  signing_secret bytea, -- of requests to the webhook, sealed
  next_due_at timestamptz, -- when the next row of event_exports is to be made
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  check (is_on = (next_due_at is not null))
);
comment on table event_export_settings is 'Whether an organization exports its events daily, and where to; without a row it does not.';
call make_tenant_table('event_export_settings');
create index event_export_settings_due on event_export_settings (next_due_at) where next_due_at is not null;
comment on index event_export_settings_due is 'due_event_exports';

create table event_exports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  due_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'stored', 'done', 'failed')),
  includes_events boolean not null,
  files jsonb not null default '[]',
  attempts bigint not null default 0,
  tried_since timestamptz not null default now(), -- until it is given up
  next_attempt_at timestamptz not null default now(), -- for a worker that is at it, when it counts as lost
  problem text,
  delivered_to text,
  stored_at timestamptz,
  done_at timestamptz,
  expires_at timestamptz, -- when its files go; null once they have
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, due_at),
  check (state not in ('stored', 'done') or stored_at is not null),
  check ((state = 'done') = (done_at is not null))
);
comment on table event_exports is 'Each export that fell due, once.';
call make_tenant_table('event_exports');
create index event_exports_waiting on event_exports (next_attempt_at) where state in ('pending', 'stored');
comment on index event_exports_waiting is 'due_event_exports';
create index event_exports_expiring on event_exports (expires_at) where expires_at is not null;
comment on index event_exports_expiring is 'due_event_exports';

grant select (organization_id, next_due_at) on event_export_settings to engagex_crossing;
create policy crossing on event_export_settings for select to engagex_crossing using (true);
grant select (organization_id, id, state, next_attempt_at, expires_at) on event_exports to engagex_crossing;
create policy crossing on event_exports for select to engagex_crossing using (true);
