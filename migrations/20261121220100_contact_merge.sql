-- A contact that was merged into another keeps its row, deleted for good: its address and external id still belong to
-- that person, and messages that could not move (both had one of the same campaign) still point to it.
alter table contacts add column merged_into_id uuid, add foreign key (organization_id, merged_into_id) references contacts;
create index contacts_merged on contacts (organization_id, merged_into_id) where merged_into_id is not null; -- merge, timeline

-- Whichever of a person's addresses unsubscribes, whatever code notes it: all of them do.
create function share_unsubscription() returns trigger language plpgsql as $$
begin
  update contacts set subscription = 'unsubscribed', unsubscribed_at = new.unsubscribed_at, updated_at = now()
  where organization_id = new.organization_id and subscription = 'subscribed'
    and (merged_into_id = new.id or id = new.merged_into_id);
  return null;
end $$;
create trigger share_unsubscription after update of subscription on contacts for each row
  when (new.subscription = 'unsubscribed' and old.subscription = 'subscribed') execute function share_unsubscription();

-- No import and no edit brings a merged row back as somebody of its own.
create function stay_merged() returns trigger language plpgsql as $$
begin
  new.deleted_at := coalesce(new.deleted_at, old.deleted_at, now());
  return new;
end $$;
create trigger stay_merged before update of deleted_at on contacts for each row
  when (new.merged_into_id is not null and new.deleted_at is null) execute function stay_merged();
