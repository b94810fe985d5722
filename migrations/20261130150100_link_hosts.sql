-- Hosts of organizations' own domains that links in mail lead to.
create table link_hosts (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain text not null, -- the sending domain, as DNS has it
  host text not null,
  state text not null default 'pending' check (state in ('pending', 'live', 'failing')),
  state_since timestamptz not null default now(),
  problem text check (problem in ('no_record', 'elsewhere', 'proxied', 'unreachable', 'certificate', 'caa', 'other_server')),
  detail text, -- what was found instead
  misses int not null default 0, -- checks in a row that nobody answered
  checked_at timestamptz,
  next_check_at timestamptz not null default now(),
  wanted_at timestamptz, -- when new mail last asked for it
  used_at timestamptz, -- when mail first linked to it
  order_failures int not null default 0, -- in a row
  order_problem text, -- why the last order failed, in words
  next_order_at timestamptz,
  ordering_until timestamptz, -- a process orders a certificate for it, or died while it did
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id),
  unique (organization_id, host)
);
call make_tenant_table('link_hosts');

create unique index link_hosts_of_domain on link_hosts (organization_id, domain) where retired_at is null;
comment on index link_hosts_of_domain is 'the host that new mail of a domain links to: one';
create index link_hosts_by_host on link_hosts (host);
comment on index link_hosts_by_host is 'whether a host is known and its certificate, of every organization';
create index link_hosts_due on link_hosts (next_check_at);
comment on index link_hosts_due is 'hosts to check, of every organization';

-- Certificates by ACME (RFC 8555): the last one of each host.
create table link_certificates (
  organization_id uuid not null default current_organization() references organizations,
  link_host_id uuid not null,
  certificate text not null, -- PEM, the host's own first
  private_key bytea not null, -- sealed
  issuer text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, link_host_id),
  foreign key (organization_id, link_host_id) references link_hosts on delete cascade
);
call make_tenant_table('link_certificates');

-- What an authority will ask for at /.well-known/acme-challenge (RFC 8555, 8.3).
create table link_challenges (
  organization_id uuid not null default current_organization() references organizations,
  token text not null check (token ~ '^[A-Za-z0-9_-]{1,200}$'),
  link_host_id uuid not null,
  answer text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, token),
  foreign key (organization_id, link_host_id) references link_hosts on delete cascade
);
call make_tenant_table('link_challenges');

create index link_challenges_by_token on link_challenges (token);
comment on index link_challenges_by_token is 'the answer to an authority, of every organization';
create index link_challenges_of on link_challenges (organization_id, link_host_id);
comment on index link_challenges_of is 'foreign key';

-- The installation's account with each authority.
create table acme_accounts (
  directory_url text primary key,
  private_key bytea not null, -- sealed
  paused_until timestamptz, -- the authority asked for a pause
  created_at timestamptz not null default now()
);
grant select, insert, update on acme_accounts to engagex_app;

grant select (organization_id, id, host, next_check_at) on link_hosts to engagex_crossing;
create policy crossing on link_hosts for select to engagex_crossing using (true);
grant select on link_certificates to engagex_crossing;
create policy crossing on link_certificates for select to engagex_crossing using (true);
grant select (organization_id, token, answer) on link_challenges to engagex_crossing;
create policy crossing on link_challenges for select to engagex_crossing using (true);
