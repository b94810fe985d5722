-- Conversions of a contact become those of the one it is merged into, as its deliveries do.
create or replace function conversions_follow_contact() returns trigger language plpgsql as $$
begin
  update conversions set contact_id = new.merged_into_id
  where organization_id = new.organization_id and contact_id = new.id;
  return null;
end $$;

create or replace trigger conversions_follow_merged after update of merged_into_id on contacts for each row
  when (new.merged_into_id is not null and old.merged_into_id is distinct from new.merged_into_id)
  execute function conversions_follow_contact();
