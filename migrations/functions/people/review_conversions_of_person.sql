-- Undecided conversions follow their person to another contact.
create or replace function review_conversions_of_person() returns trigger language plpgsql as $$
begin
  insert into conversion_reviews (organization_id, conversion_id)
  select c.organization_id, c.id from conversions c
  where c.organization_id = new.organization_id and c.person_id = new.id and c.decided_at is null;
  return null;
end $$;

create or replace trigger review_conversions_of_person after update of contact_id on people
  for each row when (old.contact_id is distinct from new.contact_id) execute function review_conversions_of_person();
