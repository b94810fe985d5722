-- All deliveries of one contact, in any number of campaigns.
-- Not "begin atomic", so that a column added to deliveries is one of its columns.
create or replace function deliveries_of(contact uuid) returns setof deliveries language sql stable as $$
  select d.* from deliveries d where d.contact_id = contact
$$;
