-- Owners and admins are told when the daily export keeps failing, and when it works again.
alter table event_export_settings add column told_at timestamptz;
comment on column event_export_settings.told_at is 'when members were told that it fails; null once an export was done again';
alter table notifications
  add column event_export_id uuid,
  add foreign key (organization_id, event_export_id) references event_exports on delete cascade,
  drop constraint notifications_subject_check,
  add constraint notifications_subject_check check (num_nonnulls(campaign_id, domain_id, comment_id, incident_id, bounce_mailbox_id,
    postmaster_account_id, event_export_id) = 1),
  drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost',
    'delivery_test_worse', 'delivery_test_failed', 'delivery_test_mended', 'incident_opened', 'incident_closed',
    'mailbox_paused', 'mailbox_mended', 'postmaster_failed', 'postmaster_mended', 'event_export_failed', 'event_export_mended'));
create index notifications_event_export on notifications (organization_id, event_export_id) where event_export_id is not null;
comment on index notifications_event_export is 'what is still to be told of exports; foreign key';
