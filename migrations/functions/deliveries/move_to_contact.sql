-- The foreign key of a delivery that is moved to another contact; see be_of_campaign_and_contact.
create or replace function move_to_contact() returns trigger language plpgsql as $$
begin
  perform from contacts where organization_id = new.organization_id and id = new.contact_id for key share;
  if not found then
    raise exception 'There is no contact % to move to.', new.contact_id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger move_to_contact after update of contact_id on deliveries for each row
  when (old.contact_id <> new.contact_id) execute function move_to_contact();
