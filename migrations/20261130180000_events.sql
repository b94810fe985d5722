-- What people do, told by SDKs and servers: an append-only log. Partitions are in a schema of their own that the application
-- cannot name, so every statement comes through the table and its row-level security.
create schema event_partitions;

create table events (
  organization_id uuid not null default current_organization(),
  id uuid not null default uuidv7(),
  received_at timestamptz not null default now(), -- by the clock of the database
  occurred_at timestamptz not null, -- by the clock of the device, corrected when that is far off
  name text collate "C" not null,
  person_id uuid not null, -- computed of the id as received; a merge never changes it
  properties jsonb not null default '{}',
  context jsonb not null default '{}',
  kind text not null check (kind in ('track', 'page', 'identify', 'alias', 'group')),
  key_id uuid, -- the API key it came with
  trusted boolean not null, -- told by a server, or signed by one
  anonymous_id text,
  user_id text,
  message_id text not null,
  warnings text[] not null default '{}',
  primary key (organization_id, received_at, id)
) partition by range (received_at);
comment on table events is 'What people did, as it was received. No foreign keys: event_batches, written in the same transaction, has that of the organization.';
comment on column events.person_id is 'of the id as received; person_links says whose it is today';
call make_tenant_table('events');

create index events_person on events (organization_id, person_id, occurred_at);
comment on index events_person is 'what one person did, in order';
create index events_name on events (organization_id, name, occurred_at) include (person_id);
comment on index events_name is 'who did it in a period';

-- Takes what no month was made for, so that no event is ever refused for it.
create table event_partitions.events_rest partition of events default;

-- What the log hands on: events that were committed together, for those who work on them.
create table event_batches (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  first_received_at timestamptz not null,
  last_received_at timestamptz not null check (last_received_at >= first_received_at),
  event_ids uuid[] not null,
  committed_at timestamptz not null default now(),
  primary key (organization_id, id)
);
comment on table event_batches is 'Events of one commit: their ids, and when they were received, which together are their keys.';
call make_tenant_table('event_batches');
