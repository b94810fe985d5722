create table limit_notices (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  "of" text not null check ("of" in ('emails', 'contacts', 'seats', 'events', 'domains', 'spending')),
  period_from timestamptz not null,
  percent smallint not null check (percent in (80, 100, 120)),
  noticed_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, "of", period_from, percent) -- each is told once in a period
);
call make_tenant_table('limit_notices');
comment on table limit_notices is 'That so much of a limit was used in a period: owners are told once of each.';

create table limit_checks (
  organization_id uuid primary key default current_organization() references organizations,
  checked_at timestamptz not null default now()
);
call make_tenant_table('limit_checks');
comment on table limit_checks is 'When it was last looked at how much of its limits an organization has used.';
grant select (organization_id, checked_at) on limit_checks to engagex_crossing;
create policy crossing on limit_checks for select to engagex_crossing using (true);

alter table notifications
  add column limit_notice_id uuid,
  add foreign key (organization_id, limit_notice_id) references limit_notices on delete cascade,
  drop constraint notifications_subject_check,
  add constraint notifications_subject_check check (num_nonnulls(campaign_id, domain_id, comment_id, incident_id, bounce_mailbox_id,
    postmaster_account_id, event_export_id, limit_notice_id) = 1),
  drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost',
    'delivery_test_worse', 'delivery_test_failed', 'delivery_test_mended', 'incident_opened', 'incident_closed',
    'mailbox_paused', 'mailbox_mended', 'postmaster_failed', 'postmaster_mended', 'event_export_failed', 'event_export_mended',
    'limit_near', 'limit_reached', 'limit_passed', 'spending_near', 'spending_reached'));
create index notifications_limit_notice on notifications (organization_id, limit_notice_id) where limit_notice_id is not null;
comment on index notifications_limit_notice is 'foreign key';
