-- A foreign key costs one look-up per row, which bulk writes feel. Users are never deleted (no role may), and the keys
-- to contacts, groups and campaigns already lead to an existing organization.
alter table contacts drop constraint contacts_created_by_id_fkey, drop constraint contacts_updated_by_id_fkey;
alter table group_members drop constraint group_members_organization_id_fkey;
alter table deliveries drop constraint deliveries_organization_id_fkey;

-- Statistics of the tables that grow in bulk, right after they did: until autovacuum comes by, the planner would take
-- an organization of a hundred thousand contacts for one of a few and read all of them. Only the owner may ANALYZE.
create function refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze contacts (organization_id, id, email_key, first_name_key, last_name_key, subscription, deleted_at);
  analyze group_members;
  analyze deliveries (organization_id, campaign_id, contact_id, state);
end $$;
revoke all on function refresh_statistics from public;
grant execute on function refresh_statistics to engagex_app;
