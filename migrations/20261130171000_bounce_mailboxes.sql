-- Mailboxes that bounces of a transport go to, for mail servers that let nobody send under a return path of ours.
create table bounce_mailboxes (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  transport_id uuid not null,
  kind text not null check (kind in ('imap', 'pop3')),
  host text not null,
  port int not null check (port between 1 and 65535),
  security text not null check (security in ('starttls', 'tls', 'none')),
  username text not null,
  password_encrypted bytea not null,
  password_key_id text not null, -- which key it was sealed with
  folder text not null,
  address text not null, -- the mailbox's own: the return path of the transport
  afterwards text not null check (afterwards in ('move', 'flag', 'keep', 'delete')), -- what becomes of bounces that are stored
  plus_addresses text not null default 'unknown' check (plus_addresses in ('unknown', 'testing', 'work', 'fail')),
  plus_test_id uuid, -- what the message is called that tries them
  plus_tested_at timestamptz,
  place jsonb, -- up to where it was read
  failures smallint not null default 0, -- in a row
  problem text check (problem in ('unknown_host', 'private_network', 'unreachable', 'timeout', 'certificate', 'encryption',
    'credentials', 'busy', 'folder', 'unsupported', 'protocol')),
  detail text, -- the server's own words
  checked_at timestamptz,
  next_check_at timestamptz default now(), -- null: not before somebody mends it
  checking_until timestamptz, -- a worker is at it, or died while it was
  taken bigint not null default 0,
  taken_at timestamptz,
  skipped bigint not null default 0, -- looked like reports and were too large
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, transport_id) references transports,
  check ((kind = 'imap') = (afterwards in ('move', 'flag'))),
  check (plus_addresses <> 'testing' or plus_test_id is not null and plus_tested_at is not null)
);
call make_tenant_table('bounce_mailboxes');

create unique index bounce_mailboxes_transport on bounce_mailboxes (organization_id, transport_id) where deleted_at is null;
comment on index bounce_mailboxes_transport is 'the return path of a transport: one';
create index bounce_mailboxes_of on bounce_mailboxes (organization_id, transport_id);
comment on index bounce_mailboxes_of is 'foreign key';
create index bounce_mailboxes_due on bounce_mailboxes (next_check_at);
comment on index bounce_mailboxes_due is 'mailboxes to check, of every organization';

grant select (organization_id, id, next_check_at, checking_until) on bounce_mailboxes to engagex_crossing;
create policy crossing on bounce_mailboxes for select to engagex_crossing using (true);

-- How far the mailbox of the installation's own transport was read; the environment says where it is.
create table installation_mailboxes (
  key text primary key, -- of its settings: with other settings it is another
  place jsonb,
  failures smallint not null default 0,
  problem text,
  checked_at timestamptz,
  next_check_at timestamptz not null default now(),
  checking_until timestamptz,
  taken bigint not null default 0,
  skipped bigint not null default 0,
  created_at timestamptz not null default now()
);
grant select, insert, update on installation_mailboxes to engagex_app;

alter table transports drop constraint transports_return_path_check,
  add constraint transports_return_path_check check (return_path in ('verp', 'plain', 'refused'));
comment on column transports.return_path is 'whether it lets bounces go to an address of ours that names the message (verp), only to its bounce mailbox (plain), or neither (refused); null as long as nobody knows';
