-- Opens and clicks follow a delivery that is moved to another contact; see note_whose_engagement.
create or replace function move_engagements() returns trigger language plpgsql as $$
begin
  update engagements set contact_id = new.contact_id
  where organization_id = new.organization_id and delivery_id = new.id;
  return null;
end $$;

create or replace trigger move_engagements after update of contact_id on deliveries
  for each row when (old.contact_id is distinct from new.contact_id) execute function move_engagements();
