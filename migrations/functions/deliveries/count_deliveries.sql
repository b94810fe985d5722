-- Keeps the counts in the same transaction as the rows, once per statement, so that they add up at every moment whichever
-- code made the change. Rows are locked in key order: two statements cannot deadlock here. What a statement changed is not
-- joined to itself: who was accepted is what is in the rows after it less what was in them before. Steps and quarters are
-- only looked at when somebody is accepted.
create or replace function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
    select organization_id, campaign_id, state, coalesce(reason, ''), count(*) from after_rows
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
    return null;
  end if;
  if exists (select from after_rows where accepted_at is not null) then
    insert into campaign_series as c (organization_id, campaign_id, kind, at, count)
    select organization_id, campaign_id, 'accepted', date_bin('10 seconds', accepted_at, 'epoch'), sum(n) from (
      select organization_id, campaign_id, accepted_at, 1 n from after_rows where accepted_at is not null
      union all
      select organization_id, campaign_id, accepted_at, -1 from before_rows where accepted_at is not null
    ) changes group by 1, 2, 3, 4 having sum(n) > 0 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, kind, at) do update set count = c.count + excluded.count;
    insert into quarter_hour_counts as c (organization_id, at, kind, count)
    select organization_id, date_bin('15 minutes', accepted_at, 'epoch'), 'accepted', sum(n) from (
      select organization_id, accepted_at, 1 n from after_rows where accepted_at is not null
      union all
      select organization_id, accepted_at, -1 from before_rows where accepted_at is not null
    ) changes group by 1, 2, 3 having sum(n) > 0 order by 1, 2, 3
    on conflict (organization_id, at, kind) do update set count = c.count + excluded.count;
  end if;
  -- Last, for this is what all micro-batches of a campaign wait for.
  insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
  select organization_id, campaign_id, state, reason, sum(n) from (
    select organization_id, campaign_id, state, coalesce(reason, '') reason, 1 n from after_rows
    union all
    select organization_id, campaign_id, state, coalesce(reason, ''), -1 from before_rows
  ) changes group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4
  on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_frozen after insert on deliveries
  referencing new table as after_rows for each statement execute function count_deliveries();
create or replace trigger count_moved after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function count_deliveries();
