-- Whatever was heard of a message proves that it was taken: a delivery of which nobody knew is accepted, in the transaction
-- that stores the receipt, whichever code does. One that is still being handed over is, too: its worker may die before it
-- records the answer. It is named so that it runs before anything is counted, in the order in which a worker locks.
create or replace function be_settled_by_receipts() returns trigger language plpgsql as $$
begin
  with proofs as (
    select distinct on (delivery_id) organization_id, delivery_id, kind, source, at from after_rows
    where delivery_id is not null and source <> 'smtp' order by delivery_id, at, id
  ), settled as (
    update deliveries d set state = 'accepted', accepted_at = coalesce(d.submitted_at, d.updated_at), claim_id = null,
      response = coalesce(case when d.state = 'submitting' then d.response end, 'Outcome unknown; a report about it showed that it was accepted.'), updated_at = now()
    from proofs p
    where d.organization_id = p.organization_id and d.id = p.delivery_id and d.state in ('submitting', 'unknown')
    returning d.organization_id, d.id, d.campaign_id, p.kind, p.source, p.at
  )
  insert into delivery_settlements (organization_id, delivery_id, campaign_id, proof, source, at)
  select organization_id, id, campaign_id, kind, source, at from settled
  on conflict do nothing;
  return null;
end $$;

create or replace trigger be_settled_by_receipts after insert on delivery_receipts
  referencing new table as after_rows for each statement execute function be_settled_by_receipts();
