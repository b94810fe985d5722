-- Statistics of a table that has grown by much, right after it did: until autovacuum comes by, the planner would take an
-- organization of a hundred thousand contacts for one of a few and read all of them. Who wrote the rows says which table
-- and how many. Only the owner may ANALYZE.
-- Without figures about their ids, PostgreSQL takes a delivery's key for one that fits hundreds of rows, and reads the
-- whole ledger and every contact for each batch instead of looking up the few it was given.
create or replace function refresh_statistics(grown text, new_rows bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new_rows < 0.2 * (select reltuples from pg_class where oid = grown::regclass) then return; end if;
  if grown = 'contacts' then
    analyze contacts (organization_id, id, email_key, first_name_key, last_name_key, subscription, deleted_at);
    analyze group_members;
  elsif grown = 'deliveries' then
    analyze deliveries (organization_id, id, campaign_id, contact_id, state, claim_id, stage, due_at, mailbox_provider, next_attempt_at, exception);
  end if;
end $$;
revoke all on function refresh_statistics from public;
grant execute on function refresh_statistics to engagex_app;
