-- Keeps a campaign that deliveries refer to; see be_of_campaign_and_contact.
create or replace function campaign_has_no_deliveries() returns trigger language plpgsql as $$
begin
  if exists (select from gone g join deliveries d on d.organization_id = g.organization_id and d.campaign_id = g.id) then
    raise exception 'Deliveries refer to this campaign.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create or replace trigger campaign_has_no_deliveries after delete on campaigns
  referencing old table as gone for each statement execute function campaign_has_no_deliveries();
