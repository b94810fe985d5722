-- Stands in for a foreign key from a merged contact to the one it was merged into; be_merged_into_no_more is the other end.
create or replace function merge_into_contact() returns trigger language plpgsql as $$
begin
  perform from contacts where organization_id = new.organization_id and id = new.merged_into_id for key share;
  if not found then
    raise exception 'There is no contact % to merge into.', new.merged_into_id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger merge_into_contact_new after insert on contacts for each row
  when (new.merged_into_id is not null) execute function merge_into_contact();
create or replace trigger merge_into_contact after update of merged_into_id on contacts for each row
  when (new.merged_into_id is not null) execute function merge_into_contact();
