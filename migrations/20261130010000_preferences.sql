-- What people want is called preferences, and how it came about consent. Triggers keep working under their new names until
-- the files of their functions replace them, so nothing is missing from the ledger meanwhile.
alter table topic_wishes rename to topic_preferences;
comment on table consent_entries is 'Every change of a preference: what somebody asked for, where, to which words. The application can only add to it.';
comment on index contacts_email_key is 'One row per person for ever, deleted or not: re-adding someone finds that they unsubscribed.';

do $$ declare named record; begin
  for named in select conname from pg_constraint where conrelid = 'topic_preferences'::regclass and conname like 'topic\_wishes%' loop
    execute format('alter table topic_preferences rename constraint %I to %I',
      named.conname, replace(named.conname, 'topic_wishes', 'topic_preferences'));
  end loop;
end $$;

alter trigger note_wish_new on topic_preferences rename to note_consent_new;
alter trigger note_wish_changed on topic_preferences rename to note_consent_changed;
alter trigger note_wish_new on contacts rename to note_consent_new;
alter trigger note_wish_changed on contacts rename to note_consent_changed;
alter trigger note_wish_new on suppressions rename to note_consent_new;
alter trigger note_wish_changed on suppressions rename to note_consent_changed;
alter trigger note_wish_gone on suppressions rename to note_consent_gone;

-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update suppressions set source = 'preference' where organization_id = organization and source = 'wish';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
