-- Adds to the ledger; who acts and how is what the transaction said in app.wish (features/wishes sets it).
create or replace function note_wish(organization uuid, contact uuid, kind text, topic uuid, was text, became text) returns void
language plpgsql as $$
declare wish jsonb := coalesce(nullif(current_setting('app.wish', true), '')::jsonb, '{"source": "system"}');
begin
  insert into consent_entries (organization_id, contact_id, kind, topic_id, was, became, source, wording, actor_id, address, at)
  values (organization, contact, kind, topic, was, became, wish ->> 'source', wish ->> 'wording',
    (wish ->> 'actorId')::uuid, wish ->> 'address', clock_timestamp());
end $$;
