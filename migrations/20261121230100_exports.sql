-- Contacts written to a file that is there for a day. The row stays and says who took what.
create table exports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  file_name text not null,
  file_key text not null,
  filter jsonb not null, -- what the list was narrowed to, or the contacts selected
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'expired')),
  total bigint not null, -- contacts that matched when it was asked for
  row_count bigint not null default 0,
  file_bytes bigint not null default 0,
  problem text,
  heartbeat_at timestamptz, -- a running export whose worker died has an old one
  attempts int not null default 0,
  expires_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
create index exports_due on exports (status) where status in ('queued', 'running', 'done'); -- for due_exports
call make_tenant_table('exports');

grant select on exports to engagex_crossing;
create policy crossing on exports for select to engagex_crossing using (true);

-- Exports waiting for a worker, those whose worker has been silent for 30 seconds, and those whose file is to go.
create function due_exports() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select e.organization_id, e.id from exports e
    where e.status = 'queued' or (e.status = 'running' and e.heartbeat_at < now() - interval '30 seconds')
      or (e.status = 'done' and e.expires_at < now())
    order by e.id limit 100;
  end;
alter function due_exports owner to engagex_crossing;
revoke all on function due_exports from public;
grant execute on function due_exports to engagex_app;
