-- What becomes of a suppressed address goes into the ledger, whichever code stores it.
create or replace function note_suppression() returns trigger language plpgsql as $$
declare row suppressions := coalesce(new, old);
begin
  perform note_consent(row.organization_id,
    (select id from contacts where organization_id = row.organization_id and email_key = row.address_key),
    'suppression', null, case tg_op when 'DELETE' then row.reason when 'UPDATE' then old.reason end,
    case tg_op when 'DELETE' then null else new.reason end);
  return null;
end $$;

-- Leaving is noted with the subscription.
create or replace trigger note_consent_new after insert on suppressions for each row
  when (new.reason not in ('unsubscribe', 'erased')) execute function note_suppression();
create or replace trigger note_consent_changed after update on suppressions for each row
  when (old.reason is distinct from new.reason) execute function note_suppression();
create or replace trigger note_consent_gone after delete on suppressions for each row
  when (old.reason not in ('unsubscribe', 'erased')) execute function note_suppression();
