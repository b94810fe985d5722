-- When a person's turn comes: not before due_at, and not before the campaign has come to their stage.
alter table campaigns
  add column stage smallint not null default 0, -- people of later stages are held
  add column wake_at timestamptz;               -- when there is something to decide, whoever may be mailed by then
alter table deliveries
  add column stage smallint not null default 0,
  add column due_at timestamptz not null default '-infinity';
create index deliveries_due on deliveries (organization_id, campaign_id, stage, due_at, contact_id) where state = 'pending'; -- claim, due_campaigns

drop function due_campaigns();

-- Campaigns in which something is due and nobody is at it: a decision, an audience to freeze, people to mail or to
-- skip, a ledger to close, or a claim whose worker died. Leases run by the clock of the database, all else by the
-- caller's.
create function due_campaigns(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from campaigns c
    where c.status not in ('draft', 'sent') and (c.status = 'launching'
      or (c.wake_at <= at and c.status <> 'cancelled')
      or exists (select from delivery_claims k
        where k.organization_id = c.organization_id and k.campaign_id = c.id and k.lease_until <= now())
      or (c.status = 'sending'
        and not exists (select from delivery_claims k
          where k.organization_id = c.organization_id and k.campaign_id = c.id)
        and (exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('claimed', 'submitting'))
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'pending' and d.stage <= c.stage and d.due_at <= at)
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'deferred' and d.next_attempt_at <= at)
          or not exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('pending', 'deferred'))))
      or (c.status = 'cancelled' and exists (
        select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
          and d.state in ('pending', 'deferred'))))
    order by c.launched_at limit 1000;
  end;
alter function due_campaigns owner to engagex_crossing;
revoke all on function due_campaigns from public;
grant execute on function due_campaigns to engagex_app;
