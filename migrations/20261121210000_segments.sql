-- Contacts described by conditions. What a tree may hold is said in libs/domain/src/segments.
create table segments (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  tree jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index segments_name on segments (organization_id, lower(name)) where deleted_at is null;
call make_tenant_table('segments');

-- What contacts did. `id` sorts by when it was received.
create table contact_events (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  contact_id uuid not null,
  name text collate "C" not null,
  properties jsonb not null default '{}',
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references contacts on delete cascade
);
create index contact_events_contact on contact_events (organization_id, contact_id, name, occurred_at); -- segments: is this one person in it
create index contact_events_name on contact_events (organization_id, name, occurred_at) include (contact_id); -- segments: who did it since then, without reading the rows
call make_tenant_table('contact_events');

-- Segments: was this one person sent anything, and since when. Everyone else who was sent something is found by campaign.
create index deliveries_contact on deliveries (organization_id, contact_id, accepted_at) where accepted_at is not null;
-- Segments: who opened or clicked, in one campaign or (skipping over campaigns) in any, since when, without reading the rows.
create index engagements_kind on engagements (organization_id, kind, campaign_id, at) include (delivery_id);

-- Who gets a campaign: everyone in one of its groups or segments who is in none of the excluded ones.
alter table campaigns
  add column segment_ids uuid[] not null default '{}',
  add column excluded_group_ids uuid[] not null default '{}',
  add column excluded_segment_ids uuid[] not null default '{}';
