-- The same for single messages as count_accepted_deliveries.
create or replace function count_accepted_messages() returns trigger language plpgsql as $$
begin
  if not exists (select from after_rows where accepted_at is not null) then return null; end if;
  insert into deliverability_counts as c (organization_id, day, domain, mailbox_provider, kind, count)
  select organization_id, (accepted_at at time zone 'UTC')::date, lower(split_part(sender_email, '@', 2)), mailbox_provider, 'accepted', sum(n)
  from (
    select organization_id, accepted_at, sender_email, mailbox_provider, 1 n from after_rows where accepted_at is not null
    union all
    select organization_id, accepted_at, sender_email, mailbox_provider, -1 from before_rows where accepted_at is not null
  ) changes
  group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4
  on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_accepted after update on messages
  referencing old table as before_rows new table as after_rows for each statement execute function count_accepted_messages();
