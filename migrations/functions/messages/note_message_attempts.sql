-- Each hand-over of a message and what came of it, whichever code records the outcome.
create or replace function note_message_attempts() returns trigger language plpgsql as $$
begin
  insert into message_attempts (organization_id, message_id, state, response, transport_id, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, a.transport_id, case when a.state = 'deferred' then a.due_at end
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and a.state <> b.state;
  return null;
end $$;

create or replace trigger note_message_attempts after update on messages
  referencing old table as before_rows new table as after_rows for each statement execute function note_message_attempts();
