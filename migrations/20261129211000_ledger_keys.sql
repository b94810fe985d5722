-- Two foreign keys cost a fourth of freezing an audience: two look-ups and two locks per person, one of which writes to the
-- contact. They are kept by statement instead. The catalogue still says what refers to what.
alter table deliveries alter constraint deliveries_organization_id_campaign_id_fkey not enforced;
alter table deliveries alter constraint deliveries_organization_id_contact_id_fkey not enforced;

-- Contacts that are removed and contacts that come into a ledger wait for each other by organization, not one by one.
create function lock_of_contacts(organization uuid) returns bigint language sql immutable return hashtextextended('contacts ' || organization, 0);

create function be_of_campaign_and_contact() returns trigger language plpgsql as $$
begin
  perform from campaigns k where (k.organization_id, k.id) in (select organization_id, campaign_id from added) for key share;
  if exists (select from (select distinct organization_id, campaign_id from added) a where not exists (
      select from campaigns k where k.organization_id = a.organization_id and k.id = a.campaign_id)) then
    raise exception 'There is no such campaign.' using errcode = 'foreign_key_violation';
  end if;
  perform pg_advisory_xact_lock_shared(lock_of_contacts(organization_id)) from (select distinct organization_id from added) a;
  if exists (select from added a where not exists (
      select from contacts c where c.organization_id = a.organization_id and c.id = a.contact_id)) then
    raise exception 'There is no such contact.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger be_of_campaign_and_contact after insert on deliveries
  referencing new table as added for each statement execute function be_of_campaign_and_contact();

create function move_to_contact() returns trigger language plpgsql as $$
begin
  perform from contacts where organization_id = new.organization_id and id = new.contact_id for key share;
  if not found then
    raise exception 'There is no contact % to move to.', new.contact_id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger move_to_contact after update of contact_id on deliveries for each row
  when (old.contact_id <> new.contact_id) execute function move_to_contact();

create function contact_has_no_deliveries() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(lock_of_contacts(organization_id)) from (select distinct organization_id from gone) g; -- who added deliveries of them meanwhile has committed
  if exists (select from gone g join deliveries d on d.organization_id = g.organization_id and d.contact_id = g.id) then
    raise exception 'Deliveries refer to this contact.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger contact_has_no_deliveries after delete on contacts
  referencing old table as gone for each statement execute function contact_has_no_deliveries();

create function campaign_has_no_deliveries() returns trigger language plpgsql as $$
begin
  if exists (select from gone g join deliveries d on d.organization_id = g.organization_id and d.campaign_id = g.id) then
    raise exception 'Deliveries refer to this campaign.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger campaign_has_no_deliveries after delete on campaigns
  referencing old table as gone for each statement execute function campaign_has_no_deliveries();

-- Statistics change plans only where a table has grown by much. Who wrote the rows says which tables.
drop function refresh_statistics();
create function refresh_statistics(grown text, new_rows bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new_rows < 0.2 * (select reltuples from pg_class where oid = grown::regclass) then return; end if;
  if grown = 'contacts' then
    analyze contacts (organization_id, id, email_key, first_name_key, last_name_key, subscription, deleted_at);
    analyze group_members;
  elsif grown = 'deliveries' then
    analyze deliveries (organization_id, id, campaign_id, contact_id, state, claim_id, stage, due_at, receiver, next_attempt_at, exception);
  end if;
end $$;
revoke all on function refresh_statistics from public;
grant execute on function refresh_statistics to engagex_app;
