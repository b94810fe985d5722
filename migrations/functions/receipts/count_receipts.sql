-- What is heard of a campaign's messages is counted beside opens and clicks, whichever code stores it: each kind once per
-- message. What a server said at the hand-over is in the ledger already.
create or replace function count_receipts() returns trigger language plpgsql as $$
begin
  insert into engagement_counts as c (organization_id, campaign_id, kind, people)
  select organization_id, campaign_id, case kind when 'bounced' then 'bounce' when 'complained' then 'complaint' else kind end, count(*)
  from after_rows
  where is_first and campaign_id is not null and source <> 'smtp' and kind in ('delivered', 'bounced', 'complained')
  group by 1, 2, 3 order by 1, 2, 3
  on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people;
  return null;
end $$;

create or replace trigger count_receipts after insert on delivery_receipts
  referencing new table as after_rows for each statement execute function count_receipts();
