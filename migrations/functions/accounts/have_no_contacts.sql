-- Stands in for a foreign key from contacts to organizations, which cost a look-up for each contact; see belong_to_organization.
create or replace function have_no_contacts() returns trigger language plpgsql as $$
begin
  if exists (select from contacts where organization_id = old.id) then
    raise exception 'Organization % still has contacts.', old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

-- Afterwards: who added contacts meanwhile held the row, and they are visible now.
create or replace trigger have_no_contacts after delete on organizations for each row execute function have_no_contacts();
