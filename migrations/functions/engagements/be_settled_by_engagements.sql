-- An open, a click or an unsubscription by the link of a message proves that the message was taken; see be_settled_by_receipts.
create or replace function be_settled_by_engagements() returns trigger language plpgsql as $$
begin
  with proofs as (
    select distinct on (delivery_id) organization_id, delivery_id, at,
      case kind when 'unsubscribe' then 'unsubscribed' when 'click' then 'clicked' when 'machine_click' then 'clicked' else 'opened' end as proof
    from after_rows order by delivery_id, at, id
  ), settled as (
    update deliveries d set state = 'accepted', accepted_at = coalesce(d.submitted_at, d.updated_at), claim_id = null,
      response = coalesce(case when d.state = 'submitting' then d.response end, 'Outcome unknown; the message was ' || case p.proof when 'unsubscribed' then 'unsubscribed from' else p.proof end || ', so it was accepted.'), updated_at = now()
    from proofs p
    where d.organization_id = p.organization_id and d.id = p.delivery_id and d.state in ('submitting', 'unknown')
    returning d.organization_id, d.id, d.campaign_id, p.proof, p.at
  )
  insert into delivery_settlements (organization_id, delivery_id, campaign_id, proof, at)
  select organization_id, id, campaign_id, proof, at from settled
  on conflict do nothing;
  return null;
end $$;

create or replace trigger be_settled_by_engagements after insert on engagements
  referencing new table as after_rows for each statement execute function be_settled_by_engagements();
