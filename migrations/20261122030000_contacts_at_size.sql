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

-- Whom a bulk action is about, a thousand to a row: each row is one batch of the worker. A row for each contact cost
-- twenty seconds for half a million of them before anything was changed.
alter table bulk_actions
  add column filter jsonb, -- who matches it is frozen by the worker
  add column is_confirmed boolean not null default false, -- contacts is the number somebody agreed to
  add column frozen_at timestamptz;

create table bulk_action_batches (
  organization_id uuid not null default current_organization(), -- exists: the action refers to it
  bulk_action_id uuid not null,
  number bigint not null,
  contact_ids uuid[] not null,
  changed_ids uuid[], -- null until its turn has come
  primary key (organization_id, bulk_action_id, number),
  foreign key (organization_id, bulk_action_id) references bulk_actions on delete cascade
);
-- The next batch is found without passing those that are done.
create index bulk_action_batches_left on bulk_action_batches (organization_id, bulk_action_id, number) where changed_ids is null;
call make_tenant_table('bulk_action_batches');

-- What there is already. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update bulk_actions set frozen_at = created_at where organization_id = organization;
    insert into bulk_action_batches (organization_id, bulk_action_id, number, contact_ids, changed_ids)
    select organization, bulk_action_id, row_number() over (partition by bulk_action_id order by is_left, part) - 1, ids,
      case when not is_left then changed_ids end
    from (
      select bulk_action_id, is_left, part, array_agg(contact_id) as ids,
        coalesce(array_agg(contact_id) filter (where changed), '{}') as changed_ids
      from (
        select bulk_action_id, contact_id, changed, changed is null as is_left,
          (row_number() over (partition by bulk_action_id, changed is null order by contact_id) - 1) / 1000 as part
        from bulk_action_contacts where organization_id = organization) c
      group by bulk_action_id, is_left, part) b;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
drop table bulk_action_contacts;

-- Lists are of people who were not deleted; holding just those, the index also counts them without reading contacts.
drop index contacts_updated;
create index contacts_updated on contacts (organization_id, updated_at, id) where deleted_at is null; -- list by last change, count
