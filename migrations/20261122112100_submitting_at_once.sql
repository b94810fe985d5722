-- People are claimed straight into `submitting`, a micro-batch at a time, right before their messages are written and
-- handed over: one row version less for each, and nobody is held by a worker that cannot send them yet.
-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update deliveries set state = 'pending', claim_id = null where state = 'claimed';
    delete from delivery_counts where state = 'claimed' and count = 0;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table deliveries
  drop constraint deliveries_state_check,
  drop constraint deliveries_check2,
  add constraint deliveries_state_check
    check (state in ('pending', 'submitting', 'accepted', 'deferred', 'unknown', 'skipped', 'failed')),
  add constraint deliveries_claim_check check ((state in ('submitting', 'unknown')) = (claim_id is not null));

-- Whoever went back without having been handed over was not attempted: they have no time of submission. That a member
-- had an unknown one sent again is no attempt either.
create or replace function note_attempts() returns trigger language plpgsql as $$
begin
  insert into delivery_attempts (organization_id, delivery_id, state, response, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, a.next_attempt_at
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and b.state <> a.state and a.submitted_at is not null
    and a.state in ('pending', 'deferred', 'failed', 'unknown')
    and not (b.state = 'unknown' and a.state = 'pending' and a.response is null);
  return null;
end $$;

-- Campaigns in which something is due and nobody is at it: a decision, an audience to freeze, people to mail or to
-- skip, a ledger to close, or a claim whose worker died. Those that wait for a limit come back when it lets them.
-- In turn over organizations. Leases run by the clock of the database, all else by the caller's.
create or replace function due_campaigns(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from campaigns c
    where c.status not in ('draft', 'sent') and (c.status = 'launching'
      or (c.wake_at <= at and c.status <> 'cancelled')
      or exists (select from delivery_claims k
        where k.organization_id = c.organization_id and k.campaign_id = c.id and k.lease_until <= now())
      or (c.status = 'sending'
        and coalesce(c.limited_until <= at, true)
        and not exists (select from delivery_claims k
          where k.organization_id = c.organization_id and k.campaign_id = c.id)
        and (exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'submitting')
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'pending' and d.stage <= c.stage and d.due_at <= at)
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'deferred' and d.next_attempt_at <= at)
          or not exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('pending', 'deferred'))))
      or (c.status = 'cancelled' and exists (
        select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
          and d.state in ('pending', 'deferred'))))
    order by row_number() over (partition by c.organization_id order by c.turn_at nulls first, c.id), c.organization_id
    limit 1000;
  end;

-- All deliveries of one contact, in any number of campaigns: settled ones by the two indexes, those on their way in the few
-- campaigns that are not over. Not "begin atomic", so that a column added to deliveries is one of its columns.
create or replace function deliveries_of(contact uuid) returns setof deliveries language sql stable as $$
  select d.* from deliveries d where d.contact_id = contact and d.accepted_at is not null
  union all
  select d.* from deliveries d
  where d.contact_id = contact and d.accepted_at is null and d.state in ('deferred', 'unknown', 'skipped', 'failed')
  union all
  select d.* from campaigns k
  join deliveries d on d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = contact
  where k.status not in ('draft', 'sent') and d.state in ('pending', 'submitting')
$$;
