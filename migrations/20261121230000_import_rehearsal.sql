-- How a file is read, who the people in it are said to be, and what rehearsing and undoing its import need to remember.
alter table imports
  add column encoding text not null default 'utf-8'
    check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')),
  add column file_hash text collate "C", -- SHA-256 of its bytes: the same upload twice is recognized
  add column consent text, -- where these people come from and what they agreed to
  add column new_group_name text, -- the group is made by the run, so a rehearsal leaves none behind
  add column new_attributes jsonb not null default '[]', -- likewise
  add column rehearsal jsonb, -- what the rehearsal counted, and a sample of what it would change
  add column difference text, -- why the run counted something else
  add column duplicates bigint not null default 0,
  add column blocked bigint not null default 0, -- people who left and whom the file would have brought back
  add column attempts_before int not null default 0, -- those of earlier steps: each step has its own three
  add column stamp timestamptz, -- the time of its transaction: what is not of this time was changed since
  add column removed bigint not null default 0, -- by undoing, like the next two
  add column restored bigint not null default 0,
  add column kept bigint not null default 0,
  add column undone_at timestamptz,
  drop constraint imports_status_check,
  add constraint imports_status_check check (status in
    ('ready', 'rehearsing', 'rehearsed', 'queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone'));
create index imports_file_hash on imports (organization_id, file_hash) where file_hash is not null; -- the same upload again
drop index imports_due;
create index imports_due on imports (status) where status in ('rehearsing', 'queued', 'running', 'undoing'); -- for due_imports

alter table import_rejections
  add column kind text not null default 'invalid' check (kind in ('invalid', 'duplicate', 'unsubscribed'));

-- The contacts an import created, ten thousand to a row: a row for each would cost a tenth of the import.
create table import_created (
  organization_id uuid not null default current_organization(),
  import_id uuid not null,
  number bigint not null,
  contact_ids uuid[] not null,
  primary key (organization_id, import_id, number),
  foreign key (organization_id, import_id) references imports on delete cascade
);
alter table import_created alter column contact_ids set storage external; -- random enough that compressing is in vain
call make_tenant_table('import_created');

-- The contacts an import changed, with what the changed fields were. No foreign key to the contact: it may go first.
create table import_changes (
  organization_id uuid not null default current_organization(),
  import_id uuid not null,
  contact_id uuid not null,
  line bigint not null,
  before jsonb not null,
  primary key (organization_id, import_id, contact_id),
  foreign key (organization_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_changes');

-- Contacts that undoing an import left as they are, and why.
create table import_kept (
  organization_id uuid not null default current_organization(),
  import_id uuid not null,
  contact_id uuid not null,
  email text,
  reason text not null check (reason in ('mailed', 'changed', 'gone')),
  changed_at timestamptz,
  changed_by_id uuid,
  primary key (organization_id, import_id, contact_id),
  foreign key (organization_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_kept');

-- Imports waiting for a worker, and those whose worker has been silent for 30 seconds.
create or replace function due_imports() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from imports i
    where i.status = 'queued'
      or (i.status in ('rehearsing', 'running', 'undoing')
        and (i.heartbeat_at is null or i.heartbeat_at < now() - interval '30 seconds'))
    order by i.id limit 100;
  end;
