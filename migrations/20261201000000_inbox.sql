-- Notifications are about any object, are read in the inbox, and are mailed as each member chooses.
create table inboxes (
  organization_id uuid not null default current_organization() references organizations,
  user_id uuid not null references users,
  version bigint not null default 0, -- counts every change of what is in it; a later count of unread ones has a higher version
  digest text not null default 'immediate' check (digest in ('immediate', 'hourly', 'daily')),
  digest_hour smallint not null default 9 check (digest_hour between 0 and 23), -- of the member's day
  primary key (organization_id, user_id)
);
call make_tenant_table('inboxes');
comment on table inboxes is 'The inbox of a member: what was written to it is in notifications.';
create index inboxes_user_id on inboxes (user_id);
comment on index inboxes_user_id is 'the foreign key to users';

create table notification_choices (
  organization_id uuid not null default current_organization() references organizations,
  user_id uuid not null references users,
  category text not null check (category in ('campaigns', 'approvals', 'comments', 'deliverability', 'data', 'team', 'limits', 'billing', 'security')),
  channel text not null check (channel in ('in_app', 'email', 'browser')),
  is_on boolean not null,
  primary key (organization_id, user_id, category, channel)
);
call make_tenant_table('notification_choices');
comment on table notification_choices is 'What a member chose; without a row, the default of the organization holds.';
create index notification_choices_user_id on notification_choices (user_id);
comment on index notification_choices_user_id is 'the foreign key to users';

create table notification_defaults (
  organization_id uuid not null default current_organization() references organizations,
  category text not null check (category in ('campaigns', 'approvals', 'comments', 'deliverability', 'data', 'team', 'limits', 'billing', 'security')),
  channel text not null check (channel in ('in_app', 'email', 'browser')),
  is_on boolean not null,
  primary key (organization_id, category, channel)
);
call make_tenant_table('notification_defaults');
comment on table notification_defaults is 'What members get who chose nothing; without a row, it is on.';

create table notification_digests (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  user_id uuid not null references users,
  slot timestamptz not null, -- when it is to be sent; one for each member and time
  state text not null default 'pending' check (state in ('pending', 'submitting', 'accepted', 'failed', 'unknown', 'dropped')), -- dropped: everything was read before
  due_at timestamptz not null,
  attempts smallint not null default 0,
  response text,
  claim_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, user_id, slot), -- one mail, whatever crashes
  check (state in ('submitting', 'unknown') or claim_id is null)
);
call make_tenant_table('notification_digests');
comment on table notification_digests is 'One mail about several notifications. What is in it is decided when it is sent.';
create index notification_digests_due on notification_digests (due_at) where state in ('pending', 'submitting');
comment on index notification_digests_due is 'due_notification_digests, of every organization';
create index notification_digests_claim on notification_digests (organization_id, claim_id) where claim_id is not null;
comment on index notification_digests_claim is 'settle';
create index notification_digests_user_id on notification_digests (user_id);
comment on index notification_digests_user_id is 'the foreign key to users';
grant select (organization_id, id, state, due_at) on notification_digests to engagex_crossing;
create policy crossing on notification_digests for select to engagex_crossing using (true);

alter table notifications
  add column content_type text check (content_type in ('campaign', 'comment', 'domain', 'incident', 'bounce_mailbox', 'postmaster_account',
    'event_export', 'limit', 'organization', 'import', 'export', 'member', 'api_key')),
  add column object_id uuid,
  add column key text not null default uuidv7()::text, -- the same for what is told once
  add column facts jsonb not null default '{}',
  add column seq bigint not null default 0, -- the version of the inbox that began with it
  add column read_at timestamptz,
  add column digest_id uuid,
  add foreign key (organization_id, digest_id) references notification_digests,
  drop constraint notifications_subject_check,
  drop constraint notifications_state_check,
  drop constraint notifications_kind_check;
comment on column notifications.content_type is 'what it is about; the feature that owns it says what it is called and who may see it';
comment on column notifications.facts is 'what the words need: title, numbers';
comment on column notifications.state is 'of its mail. collected: in the next digest; dropped: over before it was told; unwanted: not by mail; read: in the inbox, before the digest';

alter table notifications add constraint notifications_state_check
  check (state in ('pending', 'submitting', 'accepted', 'failed', 'unknown', 'dropped', 'collected', 'unwanted', 'read'));
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'campaign_sent', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost',
    'delivery_test_worse', 'delivery_test_failed', 'delivery_test_mended', 'incident_opened', 'incident_closed',
    'mailbox_paused', 'mailbox_mended', 'postmaster_failed', 'postmaster_mended', 'event_export_failed', 'event_export_mended',
    'import_finished', 'import_failed', 'export_ready', 'export_failed', 'invitation_accepted', 'api_key_created',
    'limit_near', 'limit_reached', 'limit_passed', 'spending_near', 'spending_reached',
    'trial_ending', 'trial_ended_early', 'payment_failed', 'card_expiring', 'invoice_paid', 'subscription_ended'));

-- The owner of the tables is under row-level security too.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into notification_choices (user_id, category, channel, is_on)
      select user_id, c, 'email', false
      from memberships, unnest(array['campaigns', 'approvals', 'comments', 'deliverability', 'data', 'team', 'limits']) c
      where organization_id = organization and not wants_notifications;
    insert into notifications (user_id, kind, why, state, due_at, attempts, response, created_at, content_type, object_id, key, facts)
      select user_id, kind, '', state, due_at, attempts, response, created_at, 'organization', organization_id, kind || ' ' || subject,
        facts || jsonb_build_object('plan', initcap(facts ->> 'planKey'))
      from payment_notices where organization_id = organization order by created_at, id;
    update payment_notices set state = 'failed', response = 'It is a notification now.'
      where organization_id = organization and state in ('pending', 'submitting');
    update notifications n set
      content_type = case when campaign_id is not null then 'campaign' when domain_id is not null then 'domain'
        when comment_id is not null then 'comment' when incident_id is not null then 'incident'
        when bounce_mailbox_id is not null then 'bounce_mailbox' when postmaster_account_id is not null then 'postmaster_account'
        when event_export_id is not null then 'event_export' else 'limit' end,
      object_id = coalesce(campaign_id, domain_id, comment_id, incident_id, bounce_mailbox_id, postmaster_account_id,
        event_export_id, limit_notice_id)
      where n.organization_id = organization and n.content_type is null;
    update notifications n set key = kind || ' ' || object_id
      where n.organization_id = organization and content_type in ('comment', 'incident', 'limit');
    update notifications n set seq = numbered.seq, read_at = n.created_at -- they were mailed before there was an inbox
      from (select id, row_number() over (partition by user_id order by created_at, id) as seq
        from notifications where organization_id = organization) numbered
      where n.organization_id = organization and n.id = numbered.id;
    insert into inboxes (user_id, version) select user_id, max(seq) from notifications where organization_id = organization group by user_id;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

alter table notifications alter column content_type set not null, alter column object_id set not null;
create unique index notifications_key on notifications (organization_id, user_id, key);
comment on index notifications_key is 'each person is told once';
create index notifications_inbox on notifications (organization_id, user_id, seq);
comment on index notifications_inbox is 'the inbox, newest first';
create index notifications_unread on notifications (organization_id, user_id) where read_at is null and state <> 'dropped';
comment on index notifications_unread is 'counting unread ones';
create index notifications_collected on notifications (organization_id, user_id) where state = 'collected';
comment on index notifications_collected is 'what a digest is made of';
create index notifications_object on notifications (organization_id, content_type, object_id) where state = 'pending';
comment on index notifications_object is 'replaced by the next event';
create index notifications_of_object on notifications (organization_id, user_id, content_type, object_id);
comment on index notifications_of_object is 'what a member was told of an object before';
create index notifications_digest on notifications (organization_id, digest_id) where digest_id is not null;
comment on index notifications_digest is 'foreign key; what a digest told';

comment on table payment_notices is 'Not written any more: mail to owners about payments is a notification. Kept for workers of the version before.';
