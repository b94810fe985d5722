-- Each hand-over that did not end well at once, beside the row and in the same transaction, whichever code records it.
-- Whoever went back without having been handed over was not attempted: they have no time of submission. That a member had
-- an unknown one sent again is no attempt either. That somebody was given back is told without a time: they come again as
-- soon as they can.
create or replace function note_attempts() returns trigger language plpgsql as $$
begin
  insert into delivery_attempts (organization_id, delivery_id, state, response, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, case when a.state = 'deferred' then a.next_attempt_at end
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and b.state <> a.state and a.submitted_at is not null
    and a.state in ('pending', 'deferred', 'failed', 'unknown')
    and not (b.state = 'unknown' and a.state = 'pending' and a.response is null);
  return null;
end $$;

create or replace trigger note_attempts after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function note_attempts();
