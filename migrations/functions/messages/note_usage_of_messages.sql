-- The same for single messages as note_usage_of_deliveries. Mail about accounts (password resets, invitations) is no message.
create or replace function note_usage_of_messages() returns trigger language plpgsql as $$
begin
  if not exists (select from after_rows where accepted_at is not null) then return null; end if;
  if not exists (select from usage_accounts where organization_id in (select organization_id from after_rows)) then return null; end if;
  insert into usage_entries (organization_id, meter, hour, act_id, kind, channel, quantity)
  select a.organization_id, 'emails', h.hour, a.id, 'message', 'email', 1
  from (select hold_usage_hour() as hour offset 0) h cross join after_rows a
  where a.accepted_at is not null and a.id <> all (array(select id from before_rows where accepted_at is not null))
    and a.organization_id in (select organization_id from usage_accounts);
  return null;
end $$;

create or replace trigger account_usage after update on messages
  referencing old table as before_rows new table as after_rows for each statement execute function note_usage_of_messages();
