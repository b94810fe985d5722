-- Campaigns in which something is due: a decision, an audience to freeze, people to mail or to skip, a ledger to close, or
-- a claim whose worker died. People are due while their organization has fewer batches under way than it may have, so the
-- claim of a worker that died holds nobody up. Those that wait for a limit come back when it lets them.
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
        and ((select count(*) from delivery_claims k
            where k.organization_id = c.organization_id and k.lease_until > now() and not k.is_waiting) < 4
          and somebody_is_due(c, at)
          or not exists (select from delivery_claims k
              where k.organization_id = c.organization_id and k.campaign_id = c.id)
            and (people_in(c, 'submitting') > 0 or people_in(c, 'pending', 'deferred') = 0)))
      or (c.status = 'cancelled' and people_in(c, 'pending', 'deferred') > 0))
    order by row_number() over (partition by c.organization_id order by c.turn_at nulls first, c.id), c.organization_id
    limit 1000;
  end;
alter function due_campaigns owner to engagex_crossing;
revoke all on function due_campaigns from public;
grant execute on function due_campaigns to engagex_app;
