-- Keeps metered_spans: from when to when the metered prices of a subscription are paid for. A trial is not paid for, and neither is a
-- subscription whose payments were given up. A status that is not known changes nothing.
create or replace function note_metered_items() returns trigger language plpgsql as $$
declare pays boolean := new.status in ('active', 'past_due') and new.ended_at is null;
begin
  if new.ended_at is null and new.status not in
    ('active', 'past_due', 'trialing', 'incomplete', 'incomplete_expired', 'unpaid', 'canceled', 'paused') then return null; end if;

  -- Of a price that was replaced, the next one says when; else the subscription's end, else about now.
  update metered_spans s set
    until_at = greatest(s.from_at, coalesce(new.ended_at, successor.since, now())),
    ends_about = new.ended_at is null and successor.since is null
  from (select s.id, (
    select max((i ->> 'since')::timestamptz) from jsonb_array_elements(new.items) i
    where (i ->> 'isMetered')::boolean and (i ->> 'since')::timestamptz > s.from_at and i ->> 'id' <> s.item_id
  ) as since from metered_spans s where s.organization_id = new.organization_id and s.subscription_id = new.id and s.until_at is null) successor
  where s.organization_id = new.organization_id and s.id = successor.id and not (pays and exists (
    select from jsonb_array_elements(new.items) i where i ->> 'id' = s.item_id and i ->> 'priceId' = s.price_id));

  if not pays then return null; end if;
  with begun as (
    insert into metered_spans (organization_id, subscription_id, customer_id, item_id, price_id, from_at)
    select new.organization_id, new.id, new.customer_id, i ->> 'id', i ->> 'priceId',
      case when exists (select from metered_spans s where s.organization_id = new.organization_id and s.item_id = i ->> 'id') then now()
        else greatest((i ->> 'since')::timestamptz, new.trial_end) end
    from jsonb_array_elements(new.items) i
    where (i ->> 'isMetered')::boolean
      and not exists (select from metered_spans s where s.organization_id = new.organization_id and s.item_id = i ->> 'id' and s.until_at is null)
    returning from_at
  )
  insert into usage_report_progress (organization_id, planned_until)
  select new.organization_id, date_bin('1 hour', min(from_at), 'epoch') from begun having count(*) > 0
  on conflict (organization_id) do update set planned_until = least(usage_report_progress.planned_until, excluded.planned_until);
  return null;
end $$;

create or replace trigger metered_items after insert or update on subscriptions
  for each row execute function note_metered_items();
