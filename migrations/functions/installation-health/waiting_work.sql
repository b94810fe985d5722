-- What waits to be done, of all organizations together: by queue, how much (up to 100,000) and since when. Mail that waits for a limit
-- or for its time is not waiting for a worker. Campaigns are due as in due_campaigns, since their last turn; a text, so
-- that the database does not tie the two functions together.
create or replace function waiting_work(at timestamptz) returns table (queue text, waiting bigint, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select 'campaigns', count(*), min(greatest(c.launched_at, c.turn_at, case when c.limited_until <= at then c.limited_until end,
        case when c.wake_at <= at then c.wake_at end, c.updated_at))
      from due_campaigns(at) d join campaigns c on c.organization_id = d.organization_id and c.id = d.id
    union all
    select 'messages', count(*), min(m.due_at) from (
      select due_at from messages where state in ('pending', 'deferred') and due_at <= at and limited_by is null limit 100000) m
    union all
    select 'events', coalesce(sum(cardinality(b.event_ids)), 0), min(b.committed_at) from (
      select event_ids, committed_at from event_batches limit 100000) b
    union all
    select 'imports', count(*), min(i.updated_at) from imports i where i.status = 'queued'
    union all
    select 'exports', count(*), min(e.created_at) from exports e where e.status = 'queued'
    union all
    select 'bulk-actions', count(*), min(b.created_at) from bulk_actions b where b.status = 'queued'
    union all
    select 'provider-events', count(*), min(p.received_at) from (
      select received_at from provider_events where applied_at is null limit 100000) p
    union all
    select 'judgements', count(*), min(j.asked_at) from judgements j where j.asked_at <= at;
  $$;
alter function waiting_work owner to engagex_crossing;
revoke all on function waiting_work from public;
grant execute on function waiting_work to engagex_app;
