-- Each organization with the plan that holds for it: what an operator assigned, else what its subscription pays for, else the default. Of
-- both only what the file has, whose keys are given.
create or replace function organizations_on_plans(plan_keys text[], default_plan text)
  returns table (organization_id uuid, plan_key text, source text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, coalesce(a.plan_key, s.plan_key, default_plan),
      case when a.plan_key is not null then 'operator' when s.plan_key is not null then 'subscription' else 'default' end
    from organizations o
    left join organization_plans a on a.organization_id = o.id and a.source = 'operator' and a.plan_key = any (plan_keys)
    left join organization_plans s on s.organization_id = o.id and s.source = 'subscription' and s.plan_key = any (plan_keys)
    where o.deleted_at is null;
  end;
alter function organizations_on_plans owner to engagex_crossing;
revoke all on function organizations_on_plans from public;
grant execute on function organizations_on_plans to engagex_app;
