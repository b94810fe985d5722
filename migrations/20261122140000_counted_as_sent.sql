-- A member may decide that whoever is unknown counts as sent. It stands among the attempts with their name and why.
alter table delivery_attempts
  add column decided_by_id uuid references users,
  add column note text,
  add constraint delivery_attempts_decision check ((decided_by_id is null) or state = 'accepted');
