-- Filters, order and columns of the list of contacts under a name, for everyone in the organization.
create table contact_views (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  filter jsonb not null default '{}',
  sort text not null default '-createdAt',
  columns text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index contact_views_name on contact_views (organization_id, lower(name)) where deleted_at is null;
call make_tenant_table('contact_views');

create index contacts_updated on contacts (organization_id, updated_at, id); -- list by last change

-- One change of many contacts. Whom it is about is frozen when it starts; a worker goes through them in batches.
create table bulk_actions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('add-to-group', 'remove-from-group', 'set-attribute', 'delete', 'restore')),
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  group_id uuid,
  attribute text, -- by name
  value jsonb, -- of the attribute; null unsets it
  undoes_id uuid, -- the deletion whose contacts are restored
  contacts bigint not null,
  processed bigint not null default 0,
  changed bigint not null default 0,
  problem text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references groups,
  foreign key (organization_id, undoes_id) references bulk_actions,
  -- It is done when it has been through everyone it was frozen for, and not before.
  check (changed <= processed and processed <= contacts and (status <> 'done' or processed = contacts))
);
create index bulk_actions_due on bulk_actions (status) where status in ('queued', 'running'); -- for due_bulk_actions
call make_tenant_table('bulk_actions');

create table bulk_action_contacts (
  organization_id uuid not null default current_organization(), -- exists: the action refers to it
  bulk_action_id uuid not null,
  contact_id uuid not null,
  changed boolean, -- null until its turn has come
  primary key (organization_id, bulk_action_id, contact_id),
  foreign key (organization_id, bulk_action_id) references bulk_actions on delete cascade
);
-- A batch finds who is left without passing everyone who is done.
create index bulk_action_contacts_left on bulk_action_contacts (organization_id, bulk_action_id, contact_id) where changed is null;
call make_tenant_table('bulk_action_contacts');

grant select on bulk_actions to engagex_crossing;
create policy crossing on bulk_actions for select to engagex_crossing using (true);

-- Bulk actions with something left to do at which nobody has been for a while.
create function due_bulk_actions() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bulk_actions b
    where b.status in ('queued', 'running') and b.updated_at < now() - interval '5 seconds'
    order by b.id limit 100;
  end;
alter function due_bulk_actions owner to engagex_crossing;
revoke all on function due_bulk_actions from public;
grant execute on function due_bulk_actions to engagex_app;
