-- Organizations whose sending operators of the installation have suspended. Their campaigns and messages wait.
create table sending_suspensions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  reason text not null check (reason <> ''), -- members read it
  contact text not null check (contact <> ''), -- the address they may write to
  suspended_by_id uuid not null references users,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call make_tenant_table('sending_suspensions');
comment on table sending_suspensions is 'That an operator of the installation has suspended the sending of an organization: its campaigns and messages wait until the row is gone.';
create unique index sending_suspensions_one on sending_suspensions (organization_id);
comment on index sending_suspensions_one is 'one at a time for each organization';
create index sending_suspensions_suspended_by_id on sending_suspensions (suspended_by_id);
comment on index sending_suspensions_suspended_by_id is 'the foreign key to users';

-- The list of organizations says which are suspended.
drop function if exists organizations_for_operators; -- it answers another column from now on
grant select (organization_id) on sending_suspensions to engagex_crossing;
create policy crossing on sending_suspensions for select to engagex_crossing using (true);

alter table operator_actions drop constraint operator_actions_kind_check;
alter table operator_actions add constraint operator_actions_kind_check
  check (kind in ('assign_plan', 'note', 'suspend_sending', 'resume_sending'));
