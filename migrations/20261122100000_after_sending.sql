-- A campaign only for those who were sent another one and did not open it; beside its groups and segments.
alter table campaigns
  add column not_opened_id uuid,
  add constraint campaigns_not_opened_fkey foreign key (organization_id, not_opened_id) references campaigns
    on delete set null (not_opened_id);

-- What is sent again must not lose why it failed: a message that could not be made is noted, too. That a member had
-- an unknown one sent again is no attempt; whoever was only slow to hand it over always says something.
create or replace function note_attempts() returns trigger language plpgsql as $$
begin
  insert into delivery_attempts (organization_id, delivery_id, state, response, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, a.next_attempt_at
  from after_rows a join before_rows b using (organization_id, id)
  where b.state <> a.state and a.state in ('pending', 'deferred', 'failed', 'unknown')
    and (b.state in ('submitting', 'unknown') or (b.state = 'claimed' and a.state = 'failed'))
    and not (b.state = 'unknown' and a.state = 'pending' and a.response is null);
  return null;
end $$;
