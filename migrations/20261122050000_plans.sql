-- When a campaign is to be sent: now, at a wall-clock time of the organization, or at one of each person's own zone.
alter table campaigns
  add column plan jsonb not null default '{"kind": "now"}' check (plan ->> 'kind' in ('now', 'at', 'local')),
  add column planned_at timestamptz, -- when somebody pressed Send or Schedule; whose hour had passed by then is known from it
  add column starts_at timestamptz; -- when it is, or was, to start; wake_at says so to the sweep
alter table campaigns
  drop constraint campaigns_status_check,
  add constraint campaigns_status_check
    check (status in ('draft', 'scheduled', 'launching', 'sending', 'paused', 'sent', 'cancelled')),
  add constraint campaigns_scheduled_check check (status <> 'scheduled' or (starts_at is not null and wake_at is not null));
create index campaigns_starts_at on campaigns (organization_id, starts_at) where starts_at is not null and deleted_at is null; -- calendar
create index campaigns_launched_at on campaigns (organization_id, launched_at) where launched_at is not null and deleted_at is null; -- calendar, usual audience

alter table organizations
  add column undo_seconds int not null default 60 check (undo_seconds between 0 and 600), -- between Send and the first message
  add column requires_approval boolean not null default false;

-- Who asked for a second look at a draft, at exactly what, and what the second member said.
create table campaign_approvals (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  version jsonb not null, -- the draft, its template and its segments, as they were when asked
  people bigint not null, -- who would have got it then
  asked_by_id uuid not null references users,
  asked_at timestamptz not null,
  note text not null default '',
  decision text check (decision in ('approved', 'declined')),
  decided_by_id uuid references users,
  decided_at timestamptz,
  decision_note text not null default '',
  withdrawn_at timestamptz, -- taken back, or the draft was changed
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade,
  check ((decision is null) = (decided_by_id is null) and (decision is null) = (decided_at is null)),
  check (decided_by_id <> asked_by_id)
);
create unique index campaign_approvals_open on campaign_approvals (organization_id, campaign_id)
  where withdrawn_at is null and decision is distinct from 'declined'; -- one that counts; launch
create index campaign_approvals_campaign on campaign_approvals (organization_id, campaign_id, id); -- the last one; what was approved before
call make_tenant_table('campaign_approvals');
