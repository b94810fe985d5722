-- Who opened or clicked, said by the row itself, so that a segment need not read deliveries for it. Kept by triggers:
-- whoever writes an engagement or moves a delivery to another contact, this follows.
alter table engagements add column contact_id uuid;

-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update engagements e set contact_id = d.contact_id from deliveries d
    where e.organization_id = organization and d.organization_id = organization and d.id = e.delivery_id;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table engagements alter column contact_id set not null;

-- The lock waits for a merge that moves the delivery, and then reads whom it was moved to.
create function note_whose_engagement() returns trigger language plpgsql as $$
begin
  select d.contact_id into new.contact_id from deliveries d
  where d.organization_id = new.organization_id and d.id = new.delivery_id for key share;
  return new;
end $$;
create trigger note_whose before insert on engagements for each row execute function note_whose_engagement();

create function move_engagements() returns trigger language plpgsql as $$
begin
  update engagements set contact_id = new.contact_id
  where organization_id = new.organization_id and delivery_id = new.id;
  return null;
end $$;
create trigger move_engagements after update of contact_id on deliveries
  for each row when (old.contact_id is distinct from new.contact_id) execute function move_engagements();

drop index engagements_kind;
create index engagements_kind on engagements (organization_id, kind, campaign_id, at) include (contact_id); -- segments: who did it, in one campaign or (skipping over campaigns) in any, since when, without reading the rows
create index engagements_contact on engagements (organization_id, contact_id, kind, campaign_id, at); -- segments: did this one person do it
