-- Renderings of a draft for everybody who would get it, and for whom something is wrong with it.
create table pre_flights (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'finished', 'cancelled', 'failed')),
  version text not null, -- hash of what it renders and for which groups and segments
  people bigint not null,
  rendered bigint not null default 0,
  last_contact_id uuid, -- people are rendered in the order of their ids, up to this one so far
  problem text,
  heartbeat_at timestamptz, -- one whose worker died has an old one, and goes on where that was
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  created_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns
);
create index pre_flights_campaign on pre_flights (organization_id, campaign_id, id desc); -- the latest
create index pre_flights_due on pre_flights (state) where state in ('queued', 'running'); -- for due_pre_flights
call make_tenant_table('pre_flights');
grant select on pre_flights to engagex_crossing;
create policy crossing on pre_flights for select to engagex_crossing using (true);

create table pre_flight_findings (
  organization_id uuid not null default current_organization() references organizations,
  pre_flight_id uuid not null,
  kind text not null check (kind in ('empty', 'broken_link', 'clipped', 'failed')),
  detail text not null default '', -- the variable, what the link was resolved to, or why it failed
  people bigint not null,
  primary key (organization_id, pre_flight_id, kind, detail),
  foreign key (organization_id, pre_flight_id) references pre_flights on delete cascade
);
call make_tenant_table('pre_flight_findings');

create table pre_flight_people (
  organization_id uuid not null default current_organization() references organizations,
  pre_flight_id uuid not null,
  kind text not null,
  detail text not null default '',
  contact_id uuid not null,
  primary key (organization_id, pre_flight_id, kind, detail, contact_id),
  foreign key (organization_id, pre_flight_id) references pre_flights on delete cascade,
  foreign key (organization_id, contact_id) references contacts on delete cascade
);
create index pre_flight_people_contact on pre_flight_people (organization_id, contact_id); -- erasure
call make_tenant_table('pre_flight_people');
