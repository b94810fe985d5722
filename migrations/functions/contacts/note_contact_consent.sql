-- Triggers, so that no door to these columns can forget the ledger. An address whose owner left stays suppressed even
-- when the contact later gets another address; coming back lifts that, and nothing else.
create or replace function note_contact_consent() returns trigger language plpgsql as $$
declare
  was_subscription text := case tg_op when 'UPDATE' then old.subscription end;
  was_pause timestamptz := case tg_op when 'UPDATE' then old.paused_until end;
begin
  if new.subscription is distinct from was_subscription then
    perform note_consent(new.organization_id, new.id, 'subscription', null, was_subscription, new.subscription);
    if new.subscription = 'unsubscribed' and new.email is not null then
      insert into suppressions (organization_id, address_key, reason, source)
      values (new.organization_id, new.email_key, 'unsubscribe', 'preference') on conflict do nothing;
    elsif new.subscription = 'subscribed' then
      delete from suppressions where organization_id = new.organization_id and address_key = new.email_key
        and reason = 'unsubscribe';
    end if;
  end if;
  if new.paused_until is distinct from was_pause then
    perform note_consent(new.organization_id, new.id, 'pause', null, was_pause::text, new.paused_until::text);
  end if;
  return null;
end $$;

create or replace trigger note_consent_new after insert on contacts for each row
  when (new.subscription = 'unsubscribed') execute function note_contact_consent();
create or replace trigger note_consent_changed after update on contacts for each row
  when (old.subscription is distinct from new.subscription or old.paused_until is distinct from new.paused_until)
  execute function note_contact_consent();
