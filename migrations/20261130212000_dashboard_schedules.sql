-- Dashboards that are mailed to members: when and to whom, each due time once, each mail once.
create table dashboard_schedules (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  dashboard_id uuid not null,
  timing jsonb not null check (timing ->> 'kind' in ('daily', 'weekly', 'monthly')), -- as its contract has it, by the organization's clocks
  format text not null check (format in ('picture', 'pdf', 'tables')),
  is_paused boolean not null default false,
  next_due_at timestamptz, -- when the next row of dashboard_mailings is to be made
  zone_changed boolean not null default false, -- since next_due_at was reckoned, the organization's time zone has changed
  owner_id uuid references users, -- who made it
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, dashboard_id) references dashboards,
  check ((next_due_at is null) = (is_paused or deleted_at is not null))
);
comment on table dashboard_schedules is 'When a dashboard is mailed, and how.';
call make_tenant_table('dashboard_schedules');
create index dashboard_schedules_dashboard on dashboard_schedules (organization_id, dashboard_id);
comment on index dashboard_schedules_dashboard is 'schedules of a dashboard; foreign key';
create index dashboard_schedules_owner on dashboard_schedules (owner_id) where owner_id is not null;
comment on index dashboard_schedules_owner is 'foreign key';
create index dashboard_schedules_due on dashboard_schedules (next_due_at) where next_due_at is not null;
comment on index dashboard_schedules_due is 'due_dashboard_schedules';
create index dashboard_schedules_zone on dashboard_schedules (organization_id) where zone_changed;
comment on index dashboard_schedules_zone is 'due_dashboard_schedules';

create table dashboard_schedule_recipients (
  organization_id uuid not null default current_organization() references organizations,
  schedule_id uuid not null,
  user_id uuid not null references users,
  stopped_at timestamptz, -- since when they do not want it
  primary key (organization_id, schedule_id, user_id),
  foreign key (organization_id, schedule_id) references dashboard_schedules on delete cascade
);
call make_tenant_table('dashboard_schedule_recipients');
create index dashboard_schedule_recipients_user on dashboard_schedule_recipients (user_id);
comment on index dashboard_schedule_recipients_user is 'schedules that mail somebody; foreign key';

create table dashboard_mailings (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  schedule_id uuid not null,
  due_at timestamptz not null,
  requested_by_id uuid references users, -- who asked for it between due times; null for one that fell due
  state text not null default 'pending' check (state in ('pending', 'mailing', 'done', 'failed', 'missed')),
  is_late boolean not null default false,
  content jsonb, -- what the mail says, until all of it is out
  attachment bytea, -- the picture or PDF of it
  problem text,
  attempts bigint not null default 0,
  next_attempt_at timestamptz not null default now(), -- for a worker that is at it, when it counts as lost
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, schedule_id, due_at),
  foreign key (organization_id, schedule_id) references dashboard_schedules on delete cascade,
  check (state = 'mailing' or content is null and attachment is null)
);
comment on table dashboard_mailings is 'Each time a dashboard fell due, once.';
call make_tenant_table('dashboard_mailings');
alter table dashboard_mailings alter column attachment set storage external; -- pictures and PDFs are compressed already
create index dashboard_mailings_pending on dashboard_mailings (next_attempt_at) where state = 'pending';
comment on index dashboard_mailings_pending is 'due_dashboard_schedules';
create index dashboard_mailings_requested on dashboard_mailings (requested_by_id) where requested_by_id is not null;
comment on index dashboard_mailings_requested is 'foreign key';

create table dashboard_mails (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  mailing_id uuid not null,
  user_id uuid not null references users,
  state text not null default 'pending' check (state in ('pending', 'submitting', 'accepted', 'failed', 'unknown', 'skipped')),
  reason text check (reason in ('stopped', 'no_access', 'left', 'unverified', 'deleted', 'paused')), -- why it was skipped
  response text, -- of the mail server
  claim_id uuid, -- kept while unknown, so that a worker that was only slow can still tell the outcome
  attempts bigint not null default 0,
  due_at timestamptz not null default now(), -- while it is submitted, when its worker counts as lost
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, mailing_id, user_id),
  foreign key (organization_id, mailing_id) references dashboard_mailings on delete cascade,
  check ((state = 'skipped') = (reason is not null)),
  check (state in ('submitting', 'unknown') or claim_id is null)
);
comment on table dashboard_mails is 'One mail to one member, once.';
call make_tenant_table('dashboard_mails');
create index dashboard_mails_due on dashboard_mails (due_at) where state in ('pending', 'submitting');
comment on index dashboard_mails_due is 'due_dashboard_mails';
create index dashboard_mails_claim on dashboard_mails (organization_id, claim_id) where claim_id is not null;
comment on index dashboard_mails_claim is 'what a claim holds, to settle it';
create index dashboard_mails_user on dashboard_mails (user_id);
comment on index dashboard_mails_user is 'foreign key';

grant select (organization_id, next_due_at, zone_changed) on dashboard_schedules to engagex_crossing;
create policy crossing on dashboard_schedules for select to engagex_crossing using (true);
grant select (organization_id, state, next_attempt_at) on dashboard_mailings to engagex_crossing;
create policy crossing on dashboard_mailings for select to engagex_crossing using (true);
grant select (organization_id, id, state, due_at) on dashboard_mails to engagex_crossing;
create policy crossing on dashboard_mails for select to engagex_crossing using (true);
