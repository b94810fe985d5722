-- Which events of a page load or process arrived: our clients number what they send. "Boot" is one page load or process.
create table event_boots (
  organization_id uuid not null default current_organization() references organizations,
  key_id uuid not null,
  boot uuid not null, -- random, of the client
  day date not null, -- of the organization, on which it was first heard of
  browser text collate "C" not null,
  library text collate "C" not null,
  release text collate "C" not null,
  begun_at timestamptz not null, -- first heard of
  due_at timestamptz not null, -- when gaps count as lost, to the full hour; and when it is deleted, once they are counted
  stored int4multirange not null, -- numbers of events that were stored, each once however often it arrives
  refused int4multirange not null, -- that arrived and were refused
  dropped int not null default 0, -- events that the client gave up, as it says
  is_implausible boolean not null default false, -- numbers that no client of ours sends: not counted
  counted int[] not null default '{0,0,0,0,0,0}', -- what event_losses holds of it: boots, expected, stored, refused, dropped, implausible
  primary key (organization_id, key_id, boot), -- the stage finds them by it
  foreign key (organization_id, key_id) references api_keys
) with (fillfactor = 60); -- changed with every batch and no column of an index is: due_at stays the same for an hour
call make_tenant_table('event_boots');
comment on table event_boots is 'Numbers of events that arrived, by page load or process. Deleted after eight days; nothing in it says who somebody is.';
create index event_boots_due on event_boots (due_at, organization_id);
comment on index event_boots_due is 'what is to be counted or deleted, of every organization and of one';

-- So that whoever makes up page loads with a public key cannot fill the table.
create table event_boot_hours (
  organization_id uuid not null default current_organization() references organizations,
  key_id uuid not null,
  hour timestamptz not null,
  boots int not null,
  primary key (organization_id, key_id, hour),
  foreign key (organization_id, key_id) references api_keys
);
call make_tenant_table('event_boot_hours');
comment on table event_boot_hours is 'Page loads that began to be measured, by key and hour: there is a limit.';

create table event_losses (
  organization_id uuid not null default current_organization() references organizations,
  day date not null, -- of the organization
  key_id uuid not null,
  browser text collate "C" not null,
  library text collate "C" not null,
  release text collate "C" not null,
  boots bigint not null default 0,
  expected bigint not null default 0, -- events that clients numbered
  stored bigint not null default 0,
  refused bigint not null default 0,
  dropped bigint not null default 0,
  lost bigint not null generated always as (greatest(expected - stored - refused - dropped, 0)) stored,
  implausible bigint not null default 0, -- boots that are not counted
  unmeasured bigint not null default 0, -- events of boots beyond the limit, or too old
  primary key (organization_id, day, key_id, browser, library, release), -- of a period
  foreign key (organization_id, key_id) references api_keys
);
call make_tenant_table('event_losses');
comment on table event_losses is 'Events that were lost on the way, by the day on which their page load was first heard of.';

grant select (organization_id, due_at) on event_boots to engagex_crossing;
create policy crossing on event_boots for select to engagex_crossing using (true);
grant select (organization_id, day) on event_losses to engagex_crossing;
create policy crossing on event_losses for select to engagex_crossing using (true);
