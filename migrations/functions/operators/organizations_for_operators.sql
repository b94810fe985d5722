-- A page of all organizations: those whose name, sending domain or owner's address has `wanted` in it (in small letters; '' for any).
-- By name, or the newest or the last active first; `after` is the last of the page before. Contacts are counted up to 100,000, emails in
-- hours that are frozen, where a month is given.
create or replace function organizations_for_operators(
  wanted text, sorted_by text, only_leaving boolean, only_suspended boolean, only_plan text, plan_keys text[], default_plan text, month_from timestamptz,
  after uuid, most int
)
  returns table (id uuid, name text, created_at timestamptz, deletes_at timestamptz, is_suspended boolean, active_at timestamptz, owners text[], members int,
    contacts int, emails bigint, plan_key text, plan_source text, total int)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    with listed as (
      select o.id, o.name, o.created_at, o.deletes_at, s.organization_id is not null as is_suspended, greatest(o.created_at, h.at) as active_at, p.plan_key, p.source,
        case sorted_by when 'name' then lower(o.name) else '' end as by_name,
        case sorted_by when 'name' then 0 when 'created' then -extract(epoch from o.created_at)
          else -extract(epoch from greatest(o.created_at, h.at)) end as by_time
      from organizations o
      left join audit_heads h on h.organization_id = o.id
      left join sending_suspensions s on s.organization_id = o.id
      join organizations_on_plans(plan_keys, default_plan) p on p.organization_id = o.id
      where (not only_leaving or o.deletes_at is not null)
        and (not only_suspended or s.organization_id is not null)
        and (only_plan is null or p.plan_key = only_plan)
        and (wanted = '' or position(wanted in lower(o.name)) > 0 or o.id in (
          select d.organization_id from domains d where d.deleted_at is null and position(wanted in d.domain) > 0
          union all
          select m.organization_id from memberships m join users u on u.id = m.user_id
          where m.role = 'owner' and position(wanted in lower(u.email)) > 0))
    ),
    page as (
      select * from listed l
      where after is null or (l.by_name, l.by_time, l.id) > (select a.by_name, a.by_time, a.id from listed a where a.id = after)
      order by l.by_name, l.by_time, l.id limit most
    )
    select g.id, g.name, g.created_at, g.deletes_at, g.is_suspended, g.active_at,
      array(select u.email from memberships m join users u on u.id = m.user_id
        where m.organization_id = g.id and m.role = 'owner' order by m.created_at, m.id),
      (select count(*)::int from memberships m where m.organization_id = g.id),
      (select count(*)::int from (select from contacts c where c.organization_id = g.id and c.deleted_at is null limit 100001) as counted),
      (select coalesce(sum(u.quantity), 0)::bigint from usage_hours u
        where u.organization_id = g.id and u.hour >= month_from and u.meter = 'emails'),
      g.plan_key, g.source, (select count(*)::int from listed)
    from page g order by g.by_name, g.by_time, g.id;
  end;
alter function organizations_for_operators owner to engagex_crossing;
revoke all on function organizations_for_operators from public;
grant execute on function organizations_for_operators to engagex_app;
