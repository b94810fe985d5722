-- Members are told when a bounce mailbox pauses and when Google refuses the Postmaster credentials, and when either works again.
alter table bounce_mailboxes add column told_at timestamptz;
comment on column bounce_mailboxes.told_at is 'when members were told that it is paused; null once it was read again';
alter table postmaster_accounts add column told_at timestamptz;
comment on column postmaster_accounts.told_at is 'when members were told that its credentials are refused; null once they work again';

-- Nobody is told of what happened before members could be told. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update bounce_mailboxes set told_at = coalesce(checked_at, now()) where next_check_at is null and deleted_at is null;
    update postmaster_accounts set told_at = failing_since where failing_since is not null;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

alter table notifications
  add column bounce_mailbox_id uuid,
  add column postmaster_account_id uuid,
  add foreign key (organization_id, bounce_mailbox_id) references bounce_mailboxes on delete cascade,
  add foreign key (organization_id, postmaster_account_id) references postmaster_accounts on delete cascade,
  drop constraint notifications_subject_check,
  add constraint notifications_subject_check
    check (num_nonnulls(campaign_id, domain_id, comment_id, incident_id, bounce_mailbox_id, postmaster_account_id) = 1),
  drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost',
    'delivery_test_worse', 'delivery_test_failed', 'delivery_test_mended', 'incident_opened', 'incident_closed',
    'mailbox_paused', 'mailbox_mended', 'postmaster_failed', 'postmaster_mended'));
create index notifications_mailbox on notifications (organization_id, bounce_mailbox_id) where bounce_mailbox_id is not null;
comment on index notifications_mailbox is 'what is still to be told of a mailbox; foreign key';
create index notifications_postmaster on notifications (organization_id, postmaster_account_id) where postmaster_account_id is not null;
comment on index notifications_postmaster is 'the same of Postmaster credentials';
