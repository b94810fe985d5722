-- What somebody says about a topic goes into the ledger, whichever code stores it.
create or replace function note_topic_preference() returns trigger language plpgsql as $$
begin
  perform note_consent(new.organization_id, new.contact_id, 'topic', new.topic_id,
    case tg_op when 'UPDATE' then case when old.wanted then 'wanted' else 'unwanted' end end,
    case when new.wanted then 'wanted' else 'unwanted' end);
  return null;
end $$;

create or replace trigger note_consent_new after insert on topic_preferences for each row execute function note_topic_preference();
create or replace trigger note_consent_changed after update on topic_preferences for each row
  when (old.wanted is distinct from new.wanted) execute function note_topic_preference();
