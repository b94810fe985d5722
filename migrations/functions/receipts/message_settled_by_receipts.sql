-- The same for single messages as be_settled_by_receipts.
create or replace function message_settled_by_receipts() returns trigger language plpgsql as $$
begin
  update messages m set state = 'accepted', accepted_at = coalesce(m.submitted_at, m.updated_at), claim_id = null, lease_until = null,
    response = 'Outcome unknown; a report about it showed that it was accepted.', updated_at = now()
  from (select distinct organization_id, message_id from after_rows where message_id is not null and source <> 'smtp') p
  where m.organization_id = p.organization_id and m.id = p.message_id and m.state in ('submitting', 'unknown');
  return null;
end $$;

create or replace trigger message_settled_by_receipts after insert on delivery_receipts
  referencing new table as after_rows for each statement execute function message_settled_by_receipts();
