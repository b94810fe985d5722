-- Without figures about id, PostgreSQL takes a delivery's key for one that fits hundreds of rows, and reads the whole
-- ledger and every contact for each batch instead of looking up the few it was given.
create or replace function refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze contacts (organization_id, id, email_key, first_name_key, last_name_key, subscription, deleted_at);
  analyze group_members;
  analyze deliveries (organization_id, id, campaign_id, contact_id, state, claim_id, stage, due_at, receiver);
end $$;
