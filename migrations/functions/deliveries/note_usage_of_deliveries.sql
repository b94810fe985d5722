-- Writes an entry for each delivery that a statement made accepted: also one that was unknown until now. Where an
-- organization's usage is not counted, it costs one look.
create or replace function note_usage_of_deliveries() returns trigger language plpgsql as $$
begin
  if not exists (select from after_rows where accepted_at is not null) then return null; end if;
  if not exists (select from usage_accounts where organization_id in (select organization_id from after_rows)) then return null; end if;
  insert into usage_entries (organization_id, meter, hour, act_id, kind, channel, quantity)
  select a.organization_id, 'emails', h.hour, a.id, 'campaign', a.channel, 1
  from (select hold_usage_hour() as hour offset 0) h cross join after_rows a
  where a.accepted_at is not null and a.id <> all (array(select id from before_rows where accepted_at is not null))
    and a.organization_id in (select organization_id from usage_accounts);
  return null;
end $$;

-- Before count_accepted and count_moved: the last is what all workers of a campaign wait for.
create or replace trigger account_usage after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function note_usage_of_deliveries();
