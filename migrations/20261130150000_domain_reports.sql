-- What receivers of mail report on a domain: DMARC aggregate reports (RFC 7489, 9990) and TLS reports (RFC 8460).
create table domain_reports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('dmarc', 'tls')),
  domain text not null, -- as DNS has it
  reporter text not null,
  reporter_email text,
  report_id text not null, -- the reporter's own
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= begins_at),
  policy jsonb, -- of DMARC, as the reporter saw it
  policy_type text, -- of a TLS report: sts, tlsa, no-policy-found
  count bigint not null check (count >= 0), -- messages, or sessions
  passed bigint not null check (passed between 0 and count), -- aligned messages, or sessions that were encrypted as asked
  source text not null check (source in ('upload', 'mail')),
  file_name text,
  created_at timestamptz not null default now(),
  created_by_id uuid references users,
  primary key (organization_id, id),
  unique (organization_id, kind, domain, reporter, report_id) -- a report counts once, however often it comes
);
call make_tenant_table('domain_reports');

create index domain_reports_of on domain_reports (organization_id, domain, ends_at);
comment on index domain_reports_of is 'reports on a domain in a period';
create index domain_reports_to_forget on domain_reports (ends_at);
comment on index domain_reports_to_forget is 'reports that are kept no longer, of every organization';

create table domain_report_rows (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  report_id uuid not null,
  source_ip inet not null,
  network cidr not null, -- /24 or /48 of it
  count int not null check (count >= 0),
  disposition text not null check (disposition in ('none', 'quarantine', 'reject')),
  dkim_aligned boolean not null,
  spf_aligned boolean not null,
  header_from text not null,
  envelope_from text,
  dkim jsonb not null, -- [{domain, selector, result}]
  spf jsonb not null, -- [{domain, scope, result}]
  overrides text[] not null, -- why the policy was not followed
  cause text not null check (cause in ('aligned', 'signed_elsewhere', 'path_elsewhere', 'broken_signature', 'unauthenticated')),
  voucher text, -- the domain that passed
  primary key (organization_id, id),
  foreign key (organization_id, report_id) references domain_reports on delete cascade
);
call make_tenant_table('domain_report_rows');

create index domain_report_rows_of on domain_report_rows (organization_id, report_id);
comment on index domain_report_rows_of is 'the rows of a report; foreign key';

create table tls_failures (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  report_id uuid not null,
  type text not null, -- of RFC 8460, 4.3, or of a later standard
  count bigint not null check (count >= 0),
  sending_ip text,
  mail_server text,
  reason text,
  primary key (organization_id, id),
  foreign key (organization_id, report_id) references domain_reports on delete cascade
);
call make_tenant_table('tls_failures');

create index tls_failures_of on tls_failures (organization_id, report_id);
comment on index tls_failures_of is 'the failures of a report; foreign key';

-- Which of them a sweep forgets, of every organization.
grant select (organization_id, id, ends_at) on domain_reports to engagex_crossing;
create policy crossing on domain_reports for select to engagex_crossing using (true);
