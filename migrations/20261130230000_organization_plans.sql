-- The plans of organizations that are not on the default one: what an operator assigned goes before what a subscription pays for.
create table organization_plans (
  organization_id uuid not null default current_organization() references organizations,
  source text not null check (source in ('operator', 'subscription')),
  plan_key text not null check (plan_key <> ''), -- of the file that PLANS_FILE names
  anchor timestamptz check (anchor = date_bin('1 hour', anchor, 'epoch')), -- what months are counted from; null for those of the calendar
  since timestamptz not null default now(),
  primary key (organization_id, source)
);
call make_tenant_table('organization_plans');
comment on table organization_plans is 'Plans that an operator assigned or a subscription pays for. Without a row an organization is on the default plan.';
