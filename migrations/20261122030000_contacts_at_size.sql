-- Two foreign keys cost a third of every bulk insert: one look-up per row for an answer that is the same for all of them.
-- They are kept by statement instead, with the same locks. Row-level security lets a statement write to the
-- transaction's own organization only, so that one is looked up, once.
alter table contacts
  drop constraint contacts_organization_id_fkey, drop constraint contacts_organization_id_merged_into_id_fkey;

create function belong_to_organization() returns trigger language plpgsql as $$
begin
  perform from organizations where id = current_organization() for key share;
  if not found and current_organization() is not null then
    raise exception 'There is no organization %.', current_organization() using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger belong_to_organization before insert on contacts
  for each statement execute function belong_to_organization();

create function have_no_contacts() returns trigger language plpgsql as $$
begin
  if exists (select from contacts where organization_id = old.id) then
    raise exception 'Organization % still has contacts.', old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
-- Afterwards: who added contacts meanwhile held the row, and they are visible now.
create trigger have_no_contacts after delete on organizations for each row execute function have_no_contacts();

create function merge_into_contact() returns trigger language plpgsql as $$
begin
  perform from contacts where organization_id = new.organization_id and id = new.merged_into_id for key share;
  if not found then
    raise exception 'There is no contact % to merge into.', new.merged_into_id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger merge_into_contact_new after insert on contacts for each row
  when (new.merged_into_id is not null) execute function merge_into_contact();
create trigger merge_into_contact after update of merged_into_id on contacts for each row
  when (new.merged_into_id is not null) execute function merge_into_contact();

create function be_merged_into_no_more() returns trigger language plpgsql as $$
begin
  if exists (select from gone g join contacts c on c.organization_id = g.organization_id and c.merged_into_id = g.id) then
    raise exception 'Other contacts were merged into this one.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger be_merged_into_no_more after delete on contacts
  referencing old table as gone for each statement execute function be_merged_into_no_more();
