-- What events look like: names and properties that were received. A stage writes them, and members describe them.
create table event_names (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text collate "C" not null,
  kind text not null check (kind in ('track', 'page', 'identify', 'alias', 'group')), -- of the first event
  events bigint not null, -- received
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  unlisted_values bigint not null default 0, -- of properties beyond those that are listed
  description text not null default '',
  is_expected boolean not null default false,
  primary key (organization_id, id),
  unique (organization_id, name) -- list; the stage finds them by it
) with (fillfactor = 70); -- counted with every batch: room for the next version of a row on its page, so that no index is touched
call make_tenant_table('event_names');

create table event_properties (
  organization_id uuid not null default current_organization() references organizations,
  event_name_id uuid not null,
  name text collate "C" not null,
  texts bigint not null default 0, -- values by type
  numbers bigint not null default 0,
  booleans bigint not null default 0,
  lists bigint not null default 0,
  objects bigint not null default 0,
  nulls bigint not null default 0,
  type text check (type in ('text', 'number', 'boolean', 'list', 'object')), -- of the latest value that is not null
  former_type text check (former_type in ('text', 'number', 'boolean', 'list', 'object')), -- before it changed
  type_changed_at timestamptz,
  standard_name text, -- of a standard event: the property it seems to be meant for
  example text, -- null when it may be personal
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  description text not null default '',
  is_expected boolean not null default false,
  primary key (organization_id, event_name_id, name),
  foreign key (organization_id, event_name_id) references event_names on delete cascade
) with (fillfactor = 70);
call make_tenant_table('event_properties');
create index event_properties_warnings on event_properties (organization_id, event_name_id)
  where former_type is not null or (standard_name is not null and not is_expected);
comment on index event_properties_warnings is 'names that have properties with warnings; few have';

-- Events whose name is not listed. Without a row, there were none.
create table unlisted_events (
  organization_id uuid primary key default current_organization() references organizations,
  events bigint not null,
  last_at timestamptz not null
);
call make_tenant_table('unlisted_events');

-- Names that the door refuses.
create table blocked_events (
  organization_id uuid not null default current_organization() references organizations,
  name text collate "C" not null,
  refused bigint not null default 0, -- since it was blocked
  blocked_at timestamptz not null default now(),
  blocked_by_id uuid references users,
  primary key (organization_id, name)
);
call make_tenant_table('blocked_events');
