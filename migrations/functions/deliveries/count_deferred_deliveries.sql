-- Each time a mailbox provider asked to come again later.
create or replace function count_deferred_deliveries() returns trigger language plpgsql as $$
begin
  insert into deliverability_counts as c (organization_id, day, domain, mailbox_provider, kind, count)
  select a.organization_id, (a.at at time zone 'UTC')::date, lower(split_part(k.sender_email, '@', 2)), d.mailbox_provider, 'deferred', count(*)
  from after_rows a
  join deliveries d on d.organization_id = a.organization_id and d.id = a.delivery_id
  join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  where a.state = 'deferred' group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_deferred after insert on delivery_attempts
  referencing new table as after_rows for each statement execute function count_deferred_deliveries();
