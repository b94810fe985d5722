-- Bounces and complaints are counted beside opens and clicks, whichever code stores them.
create or replace function count_receipts() returns trigger language plpgsql as $$
begin
  insert into engagement_counts as c (organization_id, campaign_id, kind, people)
  select organization_id, campaign_id, kind, count(*) from after_rows group by 1, 2, 3 order by 1, 2, 3
  on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people;
  return null;
end $$;

create or replace trigger count_receipts after insert on delivery_receipts
  referencing new table as after_rows for each statement execute function count_receipts();
