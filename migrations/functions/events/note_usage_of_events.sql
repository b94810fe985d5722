-- Writes an entry for the events of an organization that one commit stored. An event that is sent again is not stored again.
create or replace function note_usage_of_events() returns trigger language plpgsql as $$
begin
  insert into usage_entries (organization_id, meter, hour, act_id, quantity)
  select a.organization_id, 'events', h.hour, a.id, cardinality(a.event_ids)
  from after_rows a join usage_accounts u on u.organization_id = a.organization_id
    cross join lateral (select hold_usage_hour() as hour where u.since is not null offset 0) h
  where cardinality(a.event_ids) > 0;
  return null;
end $$;

create or replace trigger account_usage after insert on event_batches
  referencing new table as after_rows for each statement execute function note_usage_of_events();
