-- Receipts: each thing that was heard of a message, of a campaign's delivery or of a single message, is a row that is added and
-- never changed. Which message it is about stands in one of two columns, so each keeps its foreign key.
drop index delivery_receipts_campaign;
alter table delivery_receipts drop constraint delivery_returns_kind_check;
alter table delivery_receipts drop constraint delivery_returns_pkey;
alter table delivery_receipts
  alter column kind type text using case kind when 'bounce' then 'bounced' else 'complained' end,
  alter column delivery_id drop not null,
  alter column campaign_id drop not null,
  add column id uuid not null default uuidv7(),
  add column message_id uuid,
  add column subject_id uuid not null generated always as (coalesce(delivery_id, message_id)) stored,
  add column is_first boolean not null default true,
  add column class text check (class in ('hard', 'full', 'domain', 'soft', 'policy', 'content', 'auth', 'unclear')),
  add column rule text check (rule ~ '^[a-z0-9.-]+$'),
  add column source text not null default 'webhook'
    check (source in ('dsn', 'arf', 'smtp', 'sendgrid', 'ses', 'postmark', 'mailgun', 'webhook')),
  add column source_key text not null default uuidv7()::text check (source_key ~ '^[A-Za-z0-9_-]+$'),
  add column address_key text collate "C",
  add column status text check (status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
  add column code int,
  add column words text not null default '',
  add column heard_at timestamptz not null default clock_timestamp(),
  add primary key (organization_id, id),
  add foreign key (organization_id, message_id) references messages,
  add constraint delivery_receipts_kind_check check (kind in ('delivered', 'delayed', 'bounced', 'complained')),
  add constraint delivery_receipts_subject_check check (num_nonnulls(delivery_id, message_id) = 1),
  add constraint delivery_receipts_origin_check check ((delivery_id is null) = (campaign_id is null));
alter table delivery_receipts alter column source drop default, alter column source_key drop default, alter column is_first drop default;
comment on table delivery_receipts is 'What was heard of a message after it was handed over, by whoever reported it: rows are added, never changed. Of an erased person no address and no words are kept.';
comment on column delivery_receipts.subject_id is 'the message it is about, of whichever kind';
comment on column delivery_receipts.is_first is 'the first of its kind that was heard of this message: the one that is counted';
comment on column delivery_receipts.class is 'what judgeBounce made of it; null for what is no bounce';
comment on column delivery_receipts.rule is 'the rule that said so';
comment on column delivery_receipts.source_key is 'a hash of what the source calls this report';
comment on column delivery_receipts.address_key is 'the address it was sent to, as it is compared; null once the person was erased';
comment on column delivery_receipts.at is 'when it happened, by whoever reports it';

create unique index delivery_receipts_heard on delivery_receipts (organization_id, subject_id, source, source_key);
comment on index delivery_receipts_heard is 'the same report counts once; receipts of a message';
create unique index delivery_receipts_first on delivery_receipts (organization_id, subject_id, kind) where is_first;
comment on index delivery_receipts_first is 'each kind is counted once per message';
create index delivery_receipts_campaign on delivery_receipts (organization_id, campaign_id, kind, delivery_id) where is_first and campaign_id is not null;
comment on index delivery_receipts_campaign is 'who bounced';
create index delivery_receipts_address on delivery_receipts (organization_id, address_key, at) where class in ('hard', 'full', 'domain') and kind = 'bounced';
comment on index delivery_receipts_address is 'whether an address has bounced often enough to be suppressed';
revoke update on delivery_receipts from engagex_app;
grant update (words, address_key) on delivery_receipts to engagex_app; -- erasure

alter table engagement_counts drop constraint engagement_counts_kind_check,
  add constraint engagement_counts_kind_check check (kind in ('open', 'click', 'unsubscribe', 'bounce', 'complaint', 'delivered'));

create index deliveries_id on deliveries (id);
comment on index deliveries_id is 'subjects_of_receipts: whoever reports about a message knows no organization';
create index messages_id on messages (id);
comment on index messages_id is 'subjects_of_receipts';

-- What proved that a delivery of which nobody knew had been accepted.
create table delivery_settlements (
  organization_id uuid not null default current_organization() references organizations,
  delivery_id uuid not null,
  campaign_id uuid not null,
  proof text not null check (proof in ('delivered', 'delayed', 'bounced', 'complained', 'opened', 'clicked', 'unsubscribed', 'member')),
  source text, -- of the receipt
  at timestamptz not null, -- when that happened
  created_at timestamptz not null default now(),
  primary key (organization_id, delivery_id),
  foreign key (organization_id, delivery_id) references deliveries,
  foreign key (organization_id, campaign_id) references campaigns
);
comment on table delivery_settlements is 'What proved that a delivery with an unknown outcome had been accepted.';
create index delivery_settlements_campaign on delivery_settlements (organization_id, campaign_id, proof);
comment on index delivery_settlements_campaign is 'how many settled by what';
call make_tenant_table('delivery_settlements');

-- A sending domain that a mailbox provider objects to. It says nothing about the people, so nobody is suppressed for it.
create table incidents (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain text not null,
  mailbox_provider text not null check (mailbox_provider in ('gmail', 'outlook', 'yahoo', 'other')),
  class text not null check (class in ('policy', 'content', 'auth')),
  state text not null default 'open' check (state in ('open', 'closed')),
  refusals bigint not null,
  samples text[] not null default '{}',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  closed_at timestamptz,
  closed_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  check ((state = 'closed') = (closed_at is not null))
);
comment on column incidents.samples is 'what the servers said, a few different answers, without addresses';
create unique index incidents_open on incidents (organization_id, domain, mailbox_provider, class) where state = 'open';
comment on index incidents_open is 'the one that further refusals extend';
create index incidents_state on incidents (organization_id, state, id);
comment on index incidents_state is 'list';
call make_tenant_table('incidents');

-- Mail about our mail, as it arrived. It is nobody's until it is read: whom it is about stands in it.
create table inbound_mails (
  of_organization uuid references organizations on delete cascade, -- whose message it is about, once that is known
  id uuid not null default uuidv7() primary key,
  digest bytea not null unique, -- SHA-256 of address and content: the same mail again is stored once
  purpose text not null check (purpose in ('return', 'complaint', 'dmarc', 'postmaster')),
  recipient text not null,
  delivery_id uuid, -- by the token in its address, or what was found in it
  raw bytea, -- null once the person was erased
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  outcome text, -- what it turned out to be
  problem text,
  attempts smallint not null default 0,
  due_at timestamptz not null default now(), -- whoever reads it has died by then
  received_at timestamptz not null default now(),
  settled_at timestamptz
);
comment on table inbound_mails is 'Mail about our mail (bounces, complaints), as it arrived. Stored before it is acknowledged, kept for 30 days.';
create index inbound_mails_waiting on inbound_mails (due_at, id) where state = 'waiting';
comment on index inbound_mails_waiting is 'take';
create index inbound_mails_received on inbound_mails (received_at);
comment on index inbound_mails_received is 'forget';
create index inbound_mails_delivery on inbound_mails (delivery_id) where delivery_id is not null;
comment on index inbound_mails_delivery is 'erasure';
alter table inbound_mails enable row level security, force row level security;
create policy unread on inbound_mails
  using ((select current_organization()) is null or of_organization = (select current_organization()));
grant select, insert, update, delete on inbound_mails to engagex_app;

alter table transports add column return_path text check (return_path in ('verp', 'refused'));
comment on column transports.return_path is 'whether it lets bounces go to our own address: verp, or refused; null as long as nobody knows';

-- When a person let an address through again: what was heard of it before counts no more.
create table suppression_releases (
  organization_id uuid not null default current_organization() references organizations,
  address_key text collate "C" not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organization_id, address_key)
);
comment on table suppression_releases is 'When somebody let a suppressed address through again: what was heard of it before counts no more.';
call make_tenant_table('suppression_releases');
