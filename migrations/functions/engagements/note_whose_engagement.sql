-- Whose engagement it is is said by the row itself, so that a segment need not read deliveries for it. The lock waits
-- for a merge that moves the delivery, and then reads whom it was moved to.
create or replace function note_whose_engagement() returns trigger language plpgsql as $$
begin
  select d.contact_id into new.contact_id from deliveries d
  where d.organization_id = new.organization_id and d.id = new.delivery_id for key share;
  return new;
end $$;

create or replace trigger note_whose before insert on engagements for each row execute function note_whose_engagement();
