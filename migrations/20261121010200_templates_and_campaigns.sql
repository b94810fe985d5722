create table templates (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  subject text not null,
  preheader text not null default '',
  format text not null check (format in ('mjml', 'html')),
  body text not null,
  text_body text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create index templates_recent on templates (organization_id, updated_at desc, id desc) where deleted_at is null; -- list
call make_tenant_table('templates');

create table campaigns (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  template_id uuid,
  group_ids uuid[] not null default '{}',
  sender_name text not null default '',
  sender_email text not null default '',
  status text not null default 'draft'
    check (status in ('draft', 'launching', 'sending', 'paused', 'sent', 'cancelled')),
  pause_reason text,
  audience bigint, -- frozen at launch; the ledger adds up to it for ever
  launched_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, template_id) references templates
);
-- Few campaigns are under way at a time, so due_campaigns looks at these only.
create index campaigns_under_way on campaigns (launched_at) where status not in ('draft', 'sent');
call make_tenant_table('campaigns');

-- What a campaign was launched with: compiled once, links already replaced by their tracked form.
create table campaign_contents (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  subject text not null,
  html text not null,
  text text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('campaign_contents');

create table campaign_links (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  position int not null,
  url text not null,
  people bigint not null default 0,
  clicks bigint not null default 0,
  primary key (organization_id, campaign_id, position),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('campaign_links');
