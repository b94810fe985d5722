-- Deliveries by the day on which they were accepted. It is named so that it runs before what all workers of a campaign wait for.
create or replace function count_accepted_deliveries() returns trigger language plpgsql as $$
begin
  if not exists (select from after_rows where accepted_at is not null) then return null; end if;
  insert into deliverability_counts as c (organization_id, day, domain, mailbox_provider, kind, count)
  select x.organization_id, x.day, lower(split_part(k.sender_email, '@', 2)), x.mailbox_provider, 'accepted', sum(x.n)
  from (
    select organization_id, campaign_id, mailbox_provider, (accepted_at at time zone 'UTC')::date as day, count(*) as n
    from after_rows where accepted_at is not null group by 1, 2, 3, 4
    union all
    select organization_id, campaign_id, mailbox_provider, (accepted_at at time zone 'UTC')::date, -count(*)
    from before_rows where accepted_at is not null group by 1, 2, 3, 4
  ) x join campaigns k on k.organization_id = x.organization_id and k.id = x.campaign_id
  group by 1, 2, 3, 4 having sum(x.n) <> 0 order by 1, 2, 3, 4
  on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_accepted after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function count_accepted_deliveries();
