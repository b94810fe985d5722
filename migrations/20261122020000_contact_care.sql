-- What undoing would need is forgotten once it can no longer be undone. Of an import `stamp` goes with it.
create index imports_undoable on imports (finished_at) where status = 'done' and stamp is not null; -- for forgettable_imports
alter table bulk_actions add column forgotten_at timestamptz; -- when whom it was about was forgotten
create index bulk_actions_unforgotten on bulk_actions (finished_at) where forgotten_at is null; -- for forgettable_bulk_actions

-- Imports done longer ago than this, whose changes are still remembered.
create function forgettable_imports(after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from imports i
    where i.status = 'done' and i.stamp is not null and i.finished_at < now() - after
    order by i.finished_at limit 100;
  end;
alter function forgettable_imports owner to engagex_crossing;
revoke all on function forgettable_imports from public;
grant execute on function forgettable_imports to engagex_app;

-- The same of bulk actions, whatever came of them.
create function forgettable_bulk_actions(after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bulk_actions b
    where b.forgotten_at is null and b.finished_at < now() - after
    order by b.finished_at limit 100;
  end;
alter function forgettable_bulk_actions owner to engagex_crossing;
revoke all on function forgettable_bulk_actions from public;
grant execute on function forgettable_bulk_actions to engagex_app;

-- Timeline, and who was mailed when an import is undone: of deliveries_contact what it leaves out. A message on its way is
-- in neither, so both together cost sending one entry for each message; one index of all would cost four.
create index deliveries_contact_other on deliveries (organization_id, contact_id)
  where accepted_at is null and state in ('deferred', 'unknown', 'skipped', 'failed');

-- All deliveries of one contact, in any number of campaigns: settled ones by the two indexes, those on their way in the few
-- campaigns that are not over. Not "begin atomic", so that a column added to deliveries is one of its columns.
create function deliveries_of(contact uuid) returns setof deliveries language sql stable as $$
  select d.* from deliveries d where d.contact_id = contact and d.accepted_at is not null
  union all
  select d.* from deliveries d
  where d.contact_id = contact and d.accepted_at is null and d.state in ('deferred', 'unknown', 'skipped', 'failed')
  union all
  select d.* from campaigns k
  join deliveries d on d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = contact
  where k.status not in ('draft', 'sent') and d.state in ('pending', 'claimed', 'submitting')
$$;
