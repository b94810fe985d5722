-- Who enters and leaves a segment. Triggers note whose data changed, a worker asks the segment about these contacts again, and
-- every difference is one change.
create table segment_watches (
  organization_id uuid not null default current_organization() references organizations,
  segment_id uuid not null,
  watchers text[] not null default '{}', -- what needs it: `members` is the switch on the segment's page; paused without any
  definition jsonb, -- the trees it was last asked by: its own, and those of the segments it refers to
  is_by_day boolean not null default false, -- whether the day alone can change the answer
  day date, -- what the day was in the organization's time zone when everybody was last asked
  time_zone text, -- and the time zone
  recheck text check (recheck in ('baseline', 'definition', 'contact', 'group', 'message', 'event', 'resumed')), -- everybody is to be asked again, because of this
  settles_at xid8, -- transactions before this one may have changed data without noting it, and have to end first
  problem text, -- why nobody can say who is in it; what is stored stays until it can be said again
  checked_at timestamptz, -- when that was last looked into
  compared_at timestamptz, -- when everybody was last asked
  differences bigint not null default 0, -- found by asking everybody, where no change of data explains them: a fault of ours
  members bigint not null default 0,
  last_sequence bigint not null default 0, -- of segment_changes
  begun_at timestamptz, -- when it was first known who is in it
  primary key (organization_id, segment_id),
  foreign key (organization_id, segment_id) references segments
);
call make_tenant_table('segment_watches');
comment on table segment_watches is 'Segments whose changes are recorded.';

create table segment_watch_sources (
  organization_id uuid not null default current_organization() references organizations,
  source text not null check (source in ('contact', 'group', 'message', 'event')),
  name text collate "C" not null, -- of the event; the id of the group; `sent`, `open`, `click` or `conversion`; of contacts empty
  segment_id uuid not null,
  primary key (organization_id, source, name, segment_id), -- triggers: does anybody ask for this
  foreign key (organization_id, segment_id) references segment_watches on delete cascade
);
call make_tenant_table('segment_watch_sources');
create index segment_watch_sources_segment on segment_watch_sources (organization_id, segment_id);
comment on index segment_watch_sources_segment is 'what a segment depends on; foreign key';
comment on table segment_watch_sources is 'What the answer of a watched segment depends on. Triggers note changes of nothing else.';

create table segment_touches (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  source text not null check (source in ('contact', 'group', 'message', 'event', 'definition')),
  name text collate "C" not null default '',
  contact_ids uuid[], -- null for too many to list: everybody is asked
  event_ids uuid[], -- the event of each of these contacts
  touched_at timestamptz not null default now(),
  primary key (organization_id, id), -- the next ones
  check (event_ids is null or cardinality(event_ids) = cardinality(contact_ids))
);
call make_tenant_table('segment_touches');
comment on table segment_touches is 'Contacts whose data changed, in the transaction that changed it. Deleted in the one that asks the segments about them.';

create table segment_memberships (
  organization_id uuid not null default current_organization(),
  segment_id uuid not null,
  contact_id uuid not null,
  is_member boolean not null,
  version bigint not null, -- how often it changed; 0 for those who were in it when the watch began
  since timestamptz not null,
  primary key (organization_id, segment_id, contact_id),
  foreign key (organization_id, segment_id) references segment_watches,
  foreign key (organization_id, contact_id) references contacts not enforced -- would be looked up for each of a million; a contact that goes is a change
);
call make_tenant_table('segment_memberships');
comment on table segment_memberships is 'Who is in a watched segment, or was.';

create table segment_changes (
  organization_id uuid not null default current_organization(),
  segment_id uuid not null,
  sequence bigint not null check (sequence > 0), -- without gaps; committed in this order
  contact_id uuid not null,
  version bigint not null check (version > 0), -- of the membership
  kind text not null check (kind in ('entered', 'left')),
  reason text not null check (reason in ('contact', 'group', 'message', 'event', 'day', 'time_zone', 'definition', 'resumed', 'check')),
  event_id uuid, -- no foreign key: events go with their retention
  detail text, -- the name of the event; `sent`, `open` or `click`
  at timestamptz not null,
  primary key (organization_id, segment_id, sequence),
  foreign key (organization_id, segment_id) references segment_watches,
  foreign key (organization_id, contact_id) references contacts not enforced
);
call make_tenant_table('segment_changes');
create index segment_changes_contact on segment_changes (organization_id, contact_id, segment_id, version);
comment on index segment_changes_contact is 'timeline and erasure of a contact';
comment on table segment_changes is 'Each time somebody entered or left a watched segment. Readers follow it by sequence.';

create table segment_change_readers (
  organization_id uuid not null default current_organization() references organizations,
  segment_id uuid not null,
  reader text collate "C" not null,
  sequence bigint not null default 0, -- read up to here
  failures int not null default 0, -- in a row
  retry_at timestamptz,
  problem text,
  primary key (organization_id, segment_id, reader),
  foreign key (organization_id, segment_id) references segment_watches
);
call make_tenant_table('segment_change_readers');
comment on table segment_change_readers is 'How far each reader of changes has come. Moves in the transaction that uses them.';

create table segment_change_counts (
  organization_id uuid not null default current_organization() references organizations,
  segment_id uuid not null,
  quarter_hour timestamptz not null, -- UTC; serves every time zone
  entered bigint not null default 0,
  departed bigint not null default 0,
  primary key (organization_id, segment_id, quarter_hour),
  foreign key (organization_id, segment_id) references segment_watches
);
call make_tenant_table('segment_change_counts');
comment on table segment_change_counts is 'How many entered and left in each quarter of an hour.';

-- Which organizations have something to do, of every organization.
grant select (organization_id) on segment_touches to engagex_crossing;
create policy crossing on segment_touches for select to engagex_crossing using (true);
grant select (organization_id, segment_id, watchers, is_by_day, day, time_zone, recheck, settles_at, problem, checked_at, compared_at, last_sequence)
  on segment_watches to engagex_crossing;
create policy crossing on segment_watches for select to engagex_crossing using (true);
grant select (organization_id, segment_id, reader, sequence, retry_at) on segment_change_readers to engagex_crossing;
create policy crossing on segment_change_readers for select to engagex_crossing using (true);
