-- Domains that organizations send from. Several may add one; the first to prove it has it.
create table domains (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain text not null check (domain = lower(domain) and length(domain) between 4 and 253), -- as DNS knows it
  state text not null default 'pending' check (state in ('pending', 'verified', 'degraded', 'failed')),
  state_since timestamptz not null,
  problem text, -- why it is degraded or failed, in words
  unreachable_since timestamptz, -- its name servers do not answer, which changes no state
  ownership_token text not null,
  is_taken boolean not null default false, -- another organization took it over
  -- Where another organization proved this domain: which one, and when it gets it.
  challenger_id uuid,
  leaves_at timestamptz,
  claim_at timestamptz, -- where this organization proved a domain of another: when it gets it
  return_path_kind text not null default 'installation' check (return_path_kind in ('installation', 'own')),
  return_path_label text not null default 'bounces',
  return_path_server text,
  return_path_spf text,
  rotation_wanted_at timestamptz,
  seen jsonb, -- what the last check found of each record; null before
  checked_at timestamptz, -- with an answer
  next_check_at timestamptz, -- null: no longer by itself
  check_reason text not null default 'schedule' check (check_reason in ('schedule', 'person', 'link', 'launch')),
  checking_until timestamptz, -- a worker is at it; whoever is silent longer than this has died
  link_id uuid, -- of the link for whoever looks after the DNS; another one ends those before
  link_expires_at timestamptz,
  link_opened_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  check ((return_path_kind = 'own') = (return_path_server is not null and return_path_spf is not null))
);
call make_tenant_table('domains');
create unique index domains_name on domains (organization_id, domain) where deleted_at is null;
comment on index domains_name is 'list; adding one twice';
create unique index domains_owner on domains (domain) where deleted_at is null and state in ('verified', 'degraded');
comment on index domains_owner is 'one organization has a domain; owner_of_domain';
create index domains_due on domains (next_check_at) where deleted_at is null and next_check_at is not null;
comment on index domains_due is 'due_domain_checks';

grant select (organization_id, id, domain, state, next_check_at, checking_until, deleted_at) on domains to engagex_crossing;
create policy crossing on domains for select to engagex_crossing using (true);

-- The pairs that sign. One row per pair: a selector has several over time, and one that counts.
create table domain_keys (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain_id uuid not null,
  selector text not null check (selector in ('s1', 's2')),
  state text not null default 'published' check (state in ('published', 'ready', 'signing', 'retired', 'removable')),
  public_key text not null, -- SPKI in base64
  private_key_encrypted bytea, -- gone with the last message it may sign
  private_key_key_id text,
  times_seen int not null default 0 check (times_seen >= 0),
  signs_since timestamptz,
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, domain_id) references domains on delete cascade
);
call make_tenant_table('domain_keys');
create unique index domain_keys_selector on domain_keys (organization_id, domain_id, selector) where state <> 'removable';
comment on index domain_keys_selector is 'keys of a domain; one pair at a time for each selector';
create unique index domain_keys_signing on domain_keys (organization_id, domain_id) where state = 'signing';
comment on index domain_keys_signing is 'the key that signs';

-- What checks said; the latest are kept.
create table domain_checks (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain_id uuid not null,
  at timestamptz not null,
  reason text not null check (reason in ('schedule', 'person', 'link', 'launch')),
  verdict text not null check (verdict in ('found', 'missing', 'unreachable')),
  state text not null check (state in ('pending', 'verified', 'degraded', 'failed')),
  summary text not null,
  milliseconds int not null check (milliseconds >= 0),
  queries int not null check (queries >= 0),
  primary key (organization_id, id),
  foreign key (organization_id, domain_id) references domains on delete cascade
);
call make_tenant_table('domain_checks');
create index domain_checks_of_domain on domain_checks (organization_id, domain_id, id desc);
comment on index domain_checks_of_domain is 'the latest checks of a domain';

-- Notifications are about a campaign or about a domain.
alter table notifications alter column campaign_id drop not null;
alter table notifications add column domain_id uuid;
alter table notifications add foreign key (organization_id, domain_id) references domains on delete cascade;
alter table notifications add check (num_nonnulls(campaign_id, domain_id) = 1);
do $$ declare named record; begin
  for named in select conname from pg_constraint
    where conrelid = 'notifications'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%not_started%' loop
    execute format('alter table notifications drop constraint %I', named.conname);
  end loop;
end $$;
alter table notifications add check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined',
  'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost'));
create index notifications_domain on notifications (organization_id, domain_id) where state = 'pending';
comment on index notifications_domain is 'replaced by the next event';
