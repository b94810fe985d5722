-- Questions about events that members keep, and dashboards made of them.
create table saved_reports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  query jsonb not null, -- of Explore, as its contract has it
  visibility text not null check (visibility in ('private', 'organization')),
  owner_id uuid references users, -- whose it is; null once they are no user any more
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
call make_tenant_table('saved_reports');
create index saved_reports_owner on saved_reports (owner_id) where owner_id is not null;
comment on index saved_reports_owner is 'foreign key';

create table dashboards (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  cards jsonb not null default '[]', -- places on the grid and what is shown there; a report in use is not deleted
  refresh_seconds bigint check (refresh_seconds between 5 and 60),
  visibility text not null check (visibility in ('private', 'organization')),
  owner_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
call make_tenant_table('dashboards');
create index dashboards_owner on dashboards (owner_id) where owner_id is not null;
comment on index dashboards_owner is 'foreign key';
