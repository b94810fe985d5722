-- Whichever of a person's addresses unsubscribes, whatever code notes it: all of them do.
create or replace function share_unsubscription() returns trigger language plpgsql as $$
begin
  update contacts set subscription = 'unsubscribed', unsubscribed_at = new.unsubscribed_at, updated_at = now()
  where organization_id = new.organization_id and subscription = 'subscribed'
    and (merged_into_id = new.id or id = new.merged_into_id);
  return null;
end $$;

create or replace trigger share_unsubscription after update of subscription on contacts for each row
  when (new.subscription = 'unsubscribed' and old.subscription = 'subscribed') execute function share_unsubscription();
