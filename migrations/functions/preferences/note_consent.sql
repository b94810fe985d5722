-- Adds to the ledger; who acts and how is what the transaction said in app.consent (features/preferences sets it).
create or replace function note_consent(organization uuid, contact uuid, kind text, topic uuid, was text, became text) returns void
language plpgsql as $$
declare origin jsonb := coalesce(nullif(current_setting('app.consent', true), '')::jsonb, '{"source": "system"}');
begin
  insert into consent_entries (organization_id, contact_id, kind, topic_id, was, became, source, wording, actor_id, address, at)
  values (organization, contact, kind, topic, was, became, origin ->> 'source', origin ->> 'wording',
    (origin ->> 'actorId')::uuid, origin ->> 'address', clock_timestamp());
end $$;
