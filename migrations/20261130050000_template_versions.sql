-- Every save of a template's content. A template without rows has one version: what it says, published.
create table template_versions (
  organization_id uuid not null default current_organization() references organizations,
  template_id uuid not null,
  revision int not null check (revision > 0),
  reason text not null check (reason in ('autosaved', 'kept', 'published', 'restored')),
  content jsonb not null,
  created_at timestamptz not null default now(),
  created_by_id uuid references users,
  primary key (organization_id, template_id, revision),
  foreign key (organization_id, template_id) references templates
);
comment on table template_versions is 'Every save of a template''s content: the newest is its draft, the newest published one what campaigns are made of.';
create index template_versions_listed on template_versions (organization_id, template_id, revision desc) where reason <> 'autosaved';
comment on index template_versions_listed is 'list; the newest published one';
call make_tenant_table('template_versions');

-- A row for each tab in which a member has the editor of a template open; it counts for half a minute.
create table template_editors (
  organization_id uuid not null default current_organization() references organizations,
  template_id uuid not null,
  user_id uuid not null references users,
  tab uuid not null,
  seen_at timestamptz not null,
  primary key (organization_id, template_id, user_id, tab),
  foreign key (organization_id, template_id) references templates
);
comment on table template_editors is 'Who has the editor of a template open, by tab.';
call make_tenant_table('template_editors');
