-- Events on their way through the stages. A stage is what is made of events after they were accepted: people, the events
-- of contacts, counts. Batches of accepted events are handed on to each stage as rows, so nothing is held in memory.
create table event_stages (
  organization_id uuid not null default current_organization() references organizations,
  stage text collate "C" not null,
  applied bigint not null default 0, -- events
  applied_at timestamptz,
  failures int not null default 0, -- in a row, of the stage as a whole: the database was away, or transactions collided
  retry_at timestamptz, -- nothing is applied before
  problem text, -- of the last of these failures
  primary key (organization_id, stage)
);
call make_tenant_table('event_stages');
comment on table event_stages is 'How far each stage has come. Whoever applies events locks the row, so events reach a stage in one order.';

create table event_stage_batches (
  organization_id uuid not null default current_organization() references organizations,
  stage text collate "C" not null,
  id uuid not null default uuidv7(),
  event_ids uuid[] not null check (cardinality(event_ids) > 0),
  first_received_at timestamptz not null,
  last_received_at timestamptz not null,
  primary key (organization_id, stage, id) -- the next batch of a stage
);
call make_tenant_table('event_stage_batches');
comment on table event_stage_batches is 'Events that a stage has yet to apply. Deleted in the transaction that applies them.';

create table failed_events (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  stage text collate "C" not null,
  event_id uuid not null, -- no foreign key: events go with their partition
  received_at timestamptz not null, -- of the event, which finds its partition
  event_name text collate "C" not null,
  state text not null check (state in ('retrying', 'failed', 'discarded')),
  attempts int not null check (attempts >= 0), -- since it first failed, or was last replayed
  problem text not null,
  first_failed_at timestamptz not null default now(),
  last_failed_at timestamptz not null default now(),
  due_at timestamptz, -- when it is tried again
  decided_by_id uuid references users, -- who replayed or discarded it last
  primary key (organization_id, id),
  unique (organization_id, stage, event_id),
  check ((state = 'retrying') = (due_at is not null))
);
call make_tenant_table('failed_events');
comment on table failed_events is 'Events that a stage could not apply: tried again for a while, then kept until a member replays or discards them.';
create index failed_events_state on failed_events (organization_id, state, id);
comment on index failed_events_state is 'list';
create index failed_events_due on failed_events (organization_id, stage, due_at) where state = 'retrying';
comment on index failed_events_due is 'what a stage tries again';
create index failed_events_discarded on failed_events (last_failed_at) where state = 'discarded';
comment on index failed_events_discarded is 'discarded events that are kept no longer, of every organization';

-- Whose events wait, of every organization.
grant select (organization_id) on event_batches to engagex_crossing;
create policy crossing on event_batches for select to engagex_crossing using (true);
grant select (organization_id) on event_stage_batches to engagex_crossing;
create policy crossing on event_stage_batches for select to engagex_crossing using (true);
grant select (organization_id, state, due_at, last_failed_at) on failed_events to engagex_crossing;
create policy crossing on failed_events for select to engagex_crossing using (true);
