-- What somebody says about a topic goes into the log that outlives the database.
create or replace function note_topic_in_log() returns trigger language plpgsql as $$
begin
  insert into preference_log (organization_id, kind, contact_id, topic_id, value)
  values (new.organization_id, 'topic', new.contact_id, new.topic_id, to_jsonb(new.wanted));
  return null;
end $$;

create or replace trigger note_in_log after insert or update of wanted on topic_preferences for each row execute function note_topic_in_log();
