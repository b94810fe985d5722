-- Blocks that several templates have. They show what is published; the draft is what is being edited.
create table saved_blocks (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  blocks jsonb not null,
  published jsonb not null,
  published_before jsonb, -- what undoing the last release brings back; null once that is done
  release int not null default 1 check (release > 0), -- how often it was published
  published_at timestamptz not null default now(),
  published_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
create unique index saved_blocks_name on saved_blocks (organization_id, lower(name)) where deleted_at is null;
call make_tenant_table('saved_blocks');
