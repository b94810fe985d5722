-- Undecided conversions follow what people did: opens and clicks that are stored late, verdicts that change, and deliveries
-- that are moved to another contact. Adds notes and locks nothing.
create or replace function review_conversions() returns trigger language plpgsql as $$
begin
  insert into conversion_reviews (organization_id, conversion_id)
  select distinct c.organization_id, c.id
  from (select distinct organization_id, contact_id, delivery_id from changed where kind <> 'unsubscribe') e
  cross join lateral (
    select p.id from people p where p.organization_id = e.organization_id and p.contact_id = e.contact_id
    union select f.person_id from followed_messages f
    where f.organization_id = e.organization_id and f.delivery_id = e.delivery_id
  ) w
  join conversions c on c.organization_id = e.organization_id and c.person_id = w.id and c.decided_at is null;
  return null;
end $$;

create or replace trigger review_conversions_new after insert on engagements
  referencing new table as changed for each statement execute function review_conversions();
create or replace trigger review_conversions after update on engagements
  referencing new table as changed for each statement execute function review_conversions();
