-- What was deleted, moved or changed is added up anew. The totals are locked first: whoever else writes about the same
-- contact and name has committed by then, and the statements after it see that, or adds to these totals afterwards.
create or replace function renew_event_totals() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then -- of somebody who may have done nothing of the kind before
    insert into contact_event_totals (organization_id, name, contact_id, times, first_at, latest)
    select distinct on (organization_id, name, contact_id) organization_id, name, contact_id, 1, occurred_at, array[occurred_at]
    from changed order by organization_id, name, contact_id on conflict do nothing;
  end if;

  perform from contact_event_totals t
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed)
  order by t.organization_id, t.name, t.contact_id for update;

  delete from contact_event_totals t
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed)
    and not exists (select from contact_events e
      where e.organization_id = t.organization_id and e.contact_id = t.contact_id and e.name = t.name);

  update contact_event_totals t set (times, first_at, latest) = (
    select count(*), min(e.occurred_at), (array_agg(e.occurred_at order by e.occurred_at desc))[:5] from contact_events e
    where e.organization_id = t.organization_id and e.contact_id = t.contact_id and e.name = t.name)
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed);
  return null;
end $$;

create or replace trigger renew_totals after delete on contact_events
  referencing old table as changed for each statement execute function renew_event_totals();
create or replace trigger renew_totals_left after update on contact_events
  referencing old table as changed for each statement execute function renew_event_totals();
create or replace trigger renew_totals_joined after update on contact_events
  referencing new table as changed for each statement execute function renew_event_totals();
