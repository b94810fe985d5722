-- What each contact did is added up by name as events are written. In one order, so that two batches about the same
-- contacts cannot block each other.
create or replace function add_event_totals() returns trigger language plpgsql as $$
begin
  insert into contact_event_totals as t (organization_id, name, contact_id, times, first_at, latest)
  select organization_id, name, contact_id, count(*), min(occurred_at), (array_agg(occurred_at order by occurred_at desc))[:5]
  from after_rows group by organization_id, name, contact_id order by organization_id, name, contact_id
  on conflict (organization_id, name, contact_id) do update set times = t.times + excluded.times,
    first_at = least(t.first_at, excluded.first_at), latest = (array_sort(t.latest || excluded.latest, true))[:5];
  return null;
end $$;

create or replace trigger add_totals after insert on contact_events
  referencing new table as after_rows for each statement execute function add_event_totals();
