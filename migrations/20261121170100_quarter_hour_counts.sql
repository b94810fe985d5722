-- What happened when, in quarters of an hour, which begin where the day of every time zone begins: the days of an
-- organization are added up from them in its own zone, also when that changes.
create table quarter_hour_counts (
  organization_id uuid not null default current_organization() references organizations,
  at timestamptz not null,
  kind text not null check (kind in ('accepted', 'open', 'click', 'unsubscribe')),
  count bigint not null,
  primary key (organization_id, at, kind)
);
call make_tenant_table('quarter_hour_counts');

-- What happened so far is known to 10 seconds. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into quarter_hour_counts (organization_id, at, kind, count)
    select organization, date_bin('15 minutes', at, 'epoch'), kind, sum(count)
    from campaign_series where organization_id = organization group by 2, 3;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

-- The same as before, but for the last table it adds to.
create or replace function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
    select organization_id, campaign_id, state, coalesce(reason, ''), count(*) from after_rows
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
  else
    insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
    select organization_id, campaign_id, state, reason, sum(n) from (
      select organization_id, campaign_id, state, coalesce(reason, '') reason, 1 n from after_rows
      union all
      select organization_id, campaign_id, state, coalesce(reason, ''), -1 from before_rows
    ) changes group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
  end if;
  if tg_op = 'UPDATE' then
    insert into campaign_series as c (organization_id, campaign_id, kind, at, count)
    select a.organization_id, a.campaign_id, 'accepted', date_bin('10 seconds', a.accepted_at, 'epoch'), count(*)
    from after_rows a join before_rows b using (organization_id, id)
    where a.state = 'accepted' and b.state <> 'accepted' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, kind, at) do update set count = c.count + excluded.count;
    insert into quarter_hour_counts as c (organization_id, at, kind, count)
    select a.organization_id, date_bin('15 minutes', a.accepted_at, 'epoch'), 'accepted', count(*)
    from after_rows a join before_rows b using (organization_id, id)
    where a.state = 'accepted' and b.state <> 'accepted' group by 1, 2, 3 order by 1, 2, 3
    on conflict (organization_id, at, kind) do update set count = c.count + excluded.count;
  end if;
  return null;
end $$;

drop table daily_counts;
