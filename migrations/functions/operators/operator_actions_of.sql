-- What operators did, the newest first, before the action given: of one organization, or of all.
create or replace function operator_actions_of(one_organization uuid, before uuid, most int)
  returns table (id uuid, organization_id uuid, organization_name text, user_id uuid, user_name text, kind text, plan_before text,
    plan_after text, words text, created_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select a.id, a.organization_id, o.name, a.user_id, u.name, a.kind, a.plan_before, a.plan_after, a.words, a.created_at
    from operator_actions a join organizations o on o.id = a.organization_id join users u on u.id = a.user_id
    where (one_organization is null or a.organization_id = one_organization) and (before is null or a.id < before)
    order by a.id desc limit most;
  end;
alter function operator_actions_of owner to engagex_crossing;
revoke all on function operator_actions_of from public;
grant execute on function operator_actions_of to engagex_app;
