-- Changes of segments are kept for a time, and longer for those who have not read them.
alter table segment_watches
  add column forgotten_to bigint not null default 0, -- changes up to this sequence may be gone
  add column forgotten_at timestamptz; -- when it was last looked for old ones
alter table segment_change_readers
  add column missed bigint not null default 0; -- changes that were gone before it read them
comment on table segment_changes is 'Each time somebody entered or left a watched segment. Readers follow it by sequence. Deleted after a time, the oldest first.';

grant select (forgotten_to, forgotten_at) on segment_watches to engagex_crossing;
