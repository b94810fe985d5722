-- People follow their contact when it is merged into another one. While a contact is erased nobody stores events of it.
create or replace function follow_contact() returns trigger language plpgsql as $$
begin
  perform lock_people();
  if new.merged_into_id is not null then
    update people set contact_id = new.merged_into_id
    where organization_id = new.organization_id and contact_id = new.id;
  end if;
  return null;
end $$;

create or replace trigger follow_merged after update of merged_into_id on contacts for each row
  when (new.merged_into_id is not null and old.merged_into_id is distinct from new.merged_into_id) execute function follow_contact();
create or replace trigger follow_erased after update of erased_at on contacts for each row
  when (old.erased_at is null and new.erased_at is not null) execute function follow_contact();
