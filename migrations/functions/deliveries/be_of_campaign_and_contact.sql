-- Stands in for two foreign keys, which cost a fourth of freezing an audience: two look-ups and two locks for each person,
-- one of which writes to the contact. The catalogue still holds them, not enforced. move_to_contact keeps them when a
-- delivery is moved, campaign_has_no_deliveries and contact_has_no_deliveries are the other ends.
create or replace function be_of_campaign_and_contact() returns trigger language plpgsql as $$
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

create or replace trigger be_of_campaign_and_contact after insert on deliveries
  referencing new table as added for each statement execute function be_of_campaign_and_contact();
