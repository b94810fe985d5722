-- What somebody says of all mail, and that they were erased, goes into the log that outlives the database. Nothing for a new
-- contact: a restore to the time before does not have it, and an address that is to get nothing is suppressed.
create or replace function note_subscription() returns trigger language plpgsql as $$
begin
  if new.erased_at is distinct from old.erased_at then
    insert into preference_log (organization_id, kind, contact_id) values (new.organization_id, 'erased', new.id);
  else
    insert into preference_log (organization_id, kind, contact_id, value) values (new.organization_id, 'subscription', new.id,
      jsonb_build_object('subscription', new.subscription, 'unsubscribedAt', new.unsubscribed_at, 'pausedUntil', new.paused_until));
  end if;
  return null;
end $$;

create or replace trigger note_in_log after update on contacts for each row
  when (old.subscription is distinct from new.subscription or old.paused_until is distinct from new.paused_until
    or old.erased_at is distinct from new.erased_at)
  execute function note_subscription();
