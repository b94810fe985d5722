-- The same for single messages as count_deferred_deliveries.
create or replace function count_deferred_messages() returns trigger language plpgsql as $$
begin
  insert into deliverability_counts as c (organization_id, day, domain, mailbox_provider, kind, count)
  select a.organization_id, (a.at at time zone 'UTC')::date, lower(split_part(m.sender_email, '@', 2)), m.mailbox_provider, 'deferred', count(*)
  from after_rows a join messages m on m.organization_id = a.organization_id and m.id = a.message_id
  where a.state = 'deferred' group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_deferred after insert on message_attempts
  referencing new table as after_rows for each statement execute function count_deferred_messages();
