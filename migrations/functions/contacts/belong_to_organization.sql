-- Stands in for a foreign key, which cost a look-up for each contact. Row-level security lets a statement write to the
-- transaction's own organization only, so that one is looked up, once for each statement. have_no_contacts is the other end.
create or replace function belong_to_organization() returns trigger language plpgsql as $$
begin
  perform from organizations where id = current_organization() for key share;
  if not found and current_organization() is not null then
    raise exception 'There is no organization %.', current_organization() using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger belong_to_organization before insert on contacts
  for each statement execute function belong_to_organization();
