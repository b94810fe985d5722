-- Keeps a contact that deliveries refer to; see be_of_campaign_and_contact.
create or replace function contact_has_no_deliveries() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(lock_of_contacts(organization_id)) from (select distinct organization_id from gone) g; -- who added deliveries of them meanwhile has committed
  if exists (select from gone g join deliveries d on d.organization_id = g.organization_id and d.contact_id = g.id) then
    raise exception 'Deliveries refer to this contact.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger contact_has_no_deliveries after delete on contacts
  referencing old table as gone for each statement execute function contact_has_no_deliveries();
