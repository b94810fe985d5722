-- Who hands a notification over holds it as messages are held: by a claim whose journal outlives the process.
alter table notifications add column claim_id uuid; -- kept while unknown, so that a worker that was only slow can still tell the outcome
alter table notifications add check (state in ('submitting', 'unknown') or claim_id is null);
create index notifications_claim on notifications (organization_id, claim_id) where claim_id is not null; -- settle
