-- Whoever reports a message of ours as spam wants no more: the contact with this address unsubscribes. What a member or a file
-- says of an address suppresses it and changes no preference.
create or replace function unsubscribe_complainant() returns trigger language plpgsql as $$
begin
  update contacts set subscription = 'unsubscribed', unsubscribed_at = now(), updated_at = now()
  where organization_id = new.organization_id and email_key = new.address_key and deleted_at is null and subscription = 'subscribed';
  return null;
end $$;

create or replace trigger unsubscribe_complainant after insert or update of reason, source on suppressions
  for each row when (new.reason = 'complaint' and new.source = 'complaint') execute function unsubscribe_complainant();
