create table contacts (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  email text not null,
  -- Addresses are ASCII and compared without case. "C" order lets the start of an address be searched by range;
  -- the comparison is leakproof, so row-level security does not keep it from using the index (LIKE would not).
  email_key text collate "C" generated always as (lower(email collate "C")) stored,
  first_name text,
  first_name_key text collate "C" generated always as (lower(first_name)) stored,
  last_name text,
  last_name_key text collate "C" generated always as (lower(last_name)) stored,
  attributes jsonb not null default '{}',
  subscription text not null default 'subscribed' check (subscription in ('subscribed', 'unsubscribed')),
  unsubscribed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  deleted_group_ids uuid[], -- the groups to put a restored contact back into
  primary key (organization_id, id),
  check ((subscription = 'unsubscribed') = (unsubscribed_at is not null))
);
-- One row per person for ever, deleted or not: re-adding someone finds their wish not to be mailed.
create unique index contacts_email_key on contacts (organization_id, email_key);
create index contacts_first_name on contacts (organization_id, first_name_key) where first_name_key is not null; -- search
create index contacts_last_name on contacts (organization_id, last_name_key) where last_name_key is not null; -- search
create index contacts_unsubscribed on contacts (organization_id, id) where subscription = 'unsubscribed'; -- list
call make_tenant_table('contacts');

create table groups (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  member_count bigint not null default 0, -- kept by count_group_members
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index groups_name on groups (organization_id, lower(name)) where deleted_at is null;
call make_tenant_table('groups');

create table group_members (
  organization_id uuid not null default current_organization() references organizations,
  group_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, group_id, contact_id),
  foreign key (organization_id, group_id) references groups on delete cascade,
  foreign key (organization_id, contact_id) references contacts on delete cascade
);
create index group_members_contact on group_members (organization_id, contact_id); -- groups of a contact
call make_tenant_table('group_members');

-- Counts in the same transaction as the change, once per statement.
create function count_group_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update groups g set member_count = g.member_count + c.n
    from (select organization_id, group_id, count(*) n from changed group by 1, 2 order by 2) c
    where g.organization_id = c.organization_id and g.id = c.group_id;
  else
    update groups g set member_count = g.member_count - c.n
    from (select organization_id, group_id, count(*) n from changed group by 1, 2 order by 2) c
    where g.organization_id = c.organization_id and g.id = c.group_id;
  end if;
  return null;
end $$;
create trigger count_added after insert on group_members
  referencing new table as changed for each statement execute function count_group_members();
create trigger count_removed after delete on group_members
  referencing old table as changed for each statement execute function count_group_members();

create table imports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  file_name text not null,
  file_key text not null,
  file_bytes bigint not null,
  delimiter text not null,
  status text not null default 'ready'
    check (status in ('ready', 'queued', 'running', 'done', 'failed', 'cancelled')),
  row_count bigint not null,
  columns text[] not null,
  sample jsonb not null,
  mapping jsonb not null,
  group_id uuid,
  processed bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  rejected bigint not null default 0,
  problem text,
  heartbeat_at timestamptz, -- a running import whose worker died has an old one
  attempts int not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references groups,
  -- An import is done when it adds up to its file, and not before.
  check (status <> 'done' or row_count = created + updated + unchanged + rejected)
);
create index imports_due on imports (status) where status in ('queued', 'running'); -- for due_imports
call make_tenant_table('imports');

create table import_rejections (
  organization_id uuid not null default current_organization() references organizations,
  import_id uuid not null,
  line bigint not null,
  reason text not null,
  row text[] not null,
  primary key (organization_id, import_id, line),
  foreign key (organization_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_rejections');

grant select on imports to engagex_crossing;
create policy crossing on imports for select to engagex_crossing using (true);

-- Imports waiting for a worker, and those whose worker has been silent for 30 seconds.
create function due_imports() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from imports i
    where i.status = 'queued' or (i.status = 'running' and i.heartbeat_at < now() - interval '30 seconds')
    order by i.id limit 100;
  end;
alter function due_imports owner to engagex_crossing;
revoke all on function due_imports from public;
grant execute on function due_imports to engagex_app;
