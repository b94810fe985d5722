-- What people who run the installation did with organizations, and what they noted about them.
create table operator_actions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  user_id uuid not null references users, -- who did it
  kind text not null check (kind in ('assign_plan', 'note')),
  plan_before text, -- keys; null where no operator had assigned one
  plan_after text,
  words text check (words <> ''), -- the reason or the note; null once a note was deleted
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  check (kind = 'assign_plan' or (plan_before is null and plan_after is null)),
  check (words is not null or kind = 'note')
);
call make_tenant_table('operator_actions');
comment on table operator_actions is 'What operators of the installation did with an organization, with the reason, and what they noted about it.';
create index operator_actions_id on operator_actions (id);
comment on index operator_actions_id is 'operator_actions_of, of every organization, the newest first';
create index operator_actions_user_id on operator_actions (user_id);
comment on index operator_actions_user_id is 'the foreign key to users';

-- Operators see organizations side by side: how much there is of what, never what it is.
grant select on operator_actions to engagex_crossing;
create policy crossing on operator_actions for select to engagex_crossing using (true);
grant select (organization_id, source, plan_key) on organization_plans to engagex_crossing;
create policy crossing on organization_plans for select to engagex_crossing using (true);
grant select (organization_id, hour, meter, quantity) on usage_hours to engagex_crossing;
create policy crossing on usage_hours for select to engagex_crossing using (true);
