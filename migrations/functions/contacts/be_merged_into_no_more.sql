-- Keeps a contact that others were merged into; see merge_into_contact.
create or replace function be_merged_into_no_more() returns trigger language plpgsql as $$
begin
  if exists (select from gone g join contacts c on c.organization_id = g.organization_id and c.merged_into_id = g.id) then
    raise exception 'Other contacts were merged into this one.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger be_merged_into_no_more after delete on contacts
  referencing old table as gone for each statement execute function be_merged_into_no_more();
