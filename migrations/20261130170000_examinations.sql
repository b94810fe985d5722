-- Examinations of a transport with a sending domain: records, and two messages that go the whole way to our own listener.
create table examinations (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain_id uuid not null,
  transport_id uuid not null,
  reason text not null check (reason in ('person', 'schedule')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done')),
  sender text, -- the address in From; null until it begins
  inbound_host text, -- where its messages go; null where the installation takes none
  provider text, -- has return paths of its own; null for SMTP
  records jsonb, -- what was found in the DNS; null until it was looked at
  findings jsonb, -- as of its end
  verdict text check (verdict in ('pass', 'warn', 'fail', 'unknown')),
  known jsonb not null default '{}', -- the last definite verdict of each finding, of this one or those before
  worsened jsonb not null default '{}', -- what owners were told got worse, with its verdict before
  next_at timestamptz, -- when a worker has something to do; null once it is done
  working_until timestamptz, -- a worker is at it; whoever is silent longer than this has died
  repeats_at timestamptz, -- of the latest of its pair: when the next one is due
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  created_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, domain_id) references domains on delete cascade,
  foreign key (organization_id, transport_id) references transports on delete cascade,
  check ((state = 'done') = (finished_at is not null and findings is not null and verdict is not null and next_at is null))
);
call make_tenant_table('examinations');
create unique index examinations_under_way on examinations (organization_id, domain_id, transport_id) where state <> 'done';
comment on index examinations_under_way is 'one at a time for each domain and transport';
create index examinations_of_pair on examinations (organization_id, domain_id, transport_id, id desc);
comment on index examinations_of_pair is 'the latest of a domain and transport; foreign key of domains';
create index examinations_of_transport on examinations (organization_id, transport_id);
comment on index examinations_of_transport is 'foreign key of transports';
create index examinations_due on examinations (next_at) where state <> 'done';
comment on index examinations_due is 'due_examinations';
create index examinations_to_repeat on examinations (repeats_at) where repeats_at is not null;
comment on index examinations_to_repeat is 'examinations_to_repeat';

-- The messages of an examination. Their ids name them wherever they turn up, as with all messages.
create table examination_probes (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  examination_id uuid not null,
  kind text not null check (kind in ('arrival', 'bounce')),
  -- submitting: a worker hands it over, or died while it did; unknown: it may have left.
  state text not null default 'waiting' check (state in ('waiting', 'submitting', 'accepted', 'not_taken', 'unknown')),
  response text, -- the server's words
  return_path text check (return_path in ('ours', 'refused', 'none')), -- whether MAIL FROM was ours
  refusal text, -- the server's words about our MAIL FROM
  encryption jsonb, -- of the session: {protocol, cipher, isLocal}
  handed_at timestamptz,
  came_at timestamptz, -- it arrived, or its bounce did
  raw bytea, -- as it arrived, until it was looked at
  seen jsonb, -- what it looked like, or what its bounce said
  primary key (organization_id, id),
  unique (organization_id, examination_id, kind),
  foreign key (organization_id, examination_id) references examinations on delete cascade
);
call make_tenant_table('examination_probes');
create index examination_probes_by_id on examination_probes (id);
comment on index examination_probes_by_id is 'probes_among: mail that comes in names no organization';

grant select (organization_id, id, state, next_at, working_until, repeats_at) on examinations to engagex_crossing;
create policy crossing on examinations for select to engagex_crossing using (true);
grant select (organization_id, id, kind) on examination_probes to engagex_crossing;
create policy crossing on examination_probes for select to engagex_crossing using (true);

alter table inbound_mails drop constraint inbound_mails_purpose_check;
alter table inbound_mails add constraint inbound_mails_purpose_check check (purpose in ('return', 'complaint', 'dmarc', 'postmaster', 'probe'));

alter table notifications drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost', 'delivery_worse', 'delivery_mended'));
