-- A delivery test runs by itself before the first campaign. One that failed is accepted by whoever sends all the same.
alter table delivery_tests add column set_up text;
comment on column delivery_tests.set_up is 'digest of the settings of the domain and the transport it was made with; null until it begins';
alter table delivery_tests drop constraint delivery_tests_reason_check,
  add constraint delivery_tests_reason_check check (reason in ('person', 'schedule', 'launch'));

create table accepted_delivery_tests (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  test_id uuid not null,
  accepted_by_id uuid references users,
  accepted_at timestamptz not null,
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade,
  foreign key (organization_id, test_id) references delivery_tests on delete cascade
);
comment on table accepted_delivery_tests is 'The failed delivery test that whoever sent or scheduled a campaign has accepted.';
call make_tenant_table('accepted_delivery_tests');
create index accepted_delivery_tests_test on accepted_delivery_tests (organization_id, test_id);
comment on index accepted_delivery_tests_test is 'foreign key';

alter table notifications drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost',
    'delivery_test_worse', 'delivery_test_failed', 'delivery_test_mended', 'incident_opened', 'incident_closed'));
