-- Each hand-over that did not end well at once, in the server's words. One that was accepted is told by the delivery
-- itself, so a campaign without trouble writes nothing here.
create table delivery_attempts (
  organization_id uuid not null default current_organization(),
  delivery_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  state text not null,
  response text,
  next_attempt_at timestamptz,
  primary key (organization_id, delivery_id, at),
  foreign key (organization_id, delivery_id) references deliveries on delete cascade
);
call make_tenant_table('delivery_attempts');

-- Kept beside the row in the same transaction, whichever code records the outcome.
create function note_attempts() returns trigger language plpgsql as $$
begin
  insert into delivery_attempts (organization_id, delivery_id, state, response, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, a.next_attempt_at
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and a.state <> b.state and a.state in ('pending', 'deferred', 'failed', 'unknown');
  return null;
end $$;
create trigger note_attempts after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function note_attempts();
