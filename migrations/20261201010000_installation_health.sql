-- How the installation is: what one process read of the tables for all of them, and which processes there are.
create table installation_figures (
  is_only boolean primary key default true check (is_only),
  figures jsonb not null,
  read_at timestamptz not null
);
grant select, insert, update on installation_figures to engagex_app;
comment on table installation_figures is 'What was read of the tables last, for metrics and the page Health: one row, so that it is read once for all processes.';

create table running_processes (
  id uuid primary key,
  name text not null check (name in ('api', 'worker', 'events', 'bff')),
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null default now(),
  report jsonb not null -- memory, the slowest routes, the last errors
);
grant select, insert, update, delete on running_processes to engagex_app;
grant insert, update, delete, select (id, seen_at, report) on running_processes to engagex_bff; -- its own row, by note_process
comment on table running_processes is 'Processes of the installation, each of which writes its row every few seconds.';

-- Waiting work of all organizations together: how much, and since when.
grant select (committed_at, event_ids, first_received_at) on event_batches to engagex_crossing;
grant select (stage, event_ids, first_received_at) on event_stage_batches to engagex_crossing;
grant select (first_failed_at) on failed_events to engagex_crossing;
grant select (state, retired_at) on link_hosts to engagex_crossing;
create index failed_events_kept on failed_events (first_failed_at) where state = 'failed';
comment on index failed_events_kept is 'kept_failures: the oldest, of every organization';
