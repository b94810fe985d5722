import { failedEventLimits } from '@engagex/domain/event-stages';

/** Named SQL of event stages. All of it runs in a tenant transaction. */

/** One worker hands on the batches of an organization, so that they stay in order; false when another does. */
export const handOnAlone = `
  select pg_try_advisory_xact_lock(hashtextextended('event batches ' || current_organization(), 0)) as "isAlone"`;

/** $1 stages, $2 batches as JSON: each to each stage. */
export const handOn = `
  insert into event_stage_batches (stage, event_ids, first_received_at, last_received_at)
  select s.stage, b."eventIds", b."firstReceivedAt", b."lastReceivedAt"
  from rows from (jsonb_to_recordset($2::jsonb) as ("eventIds" uuid[], "firstReceivedAt" timestamptz, "lastReceivedAt" timestamptz))
    with ordinality as b ("eventIds", "firstReceivedAt", "lastReceivedAt", position)
  cross join unnest($1::text[]) as s (stage) order by b.position`;

/** $1 stages. */
export const beginStages = `insert into event_stages (stage) select unnest($1::text[]) order by 1 on conflict do nothing`;

/** $1 stage, $2 now: nothing while another worker applies events to it, or it has to wait. */
export const claimStage = `
  select stage from event_stages where stage = $1 and (retry_at is null or retry_at <= $2) for update skip locked`;

/** $1 stage, $2 how many events at most; always one batch. */
export const nextBatches = `
  select id, "eventIds", "firstReceivedAt", "lastReceivedAt" from (
    select id, event_ids as "eventIds", first_received_at as "firstReceivedAt", last_received_at as "lastReceivedAt",
      sum(cardinality(event_ids)) over (order by id) - cardinality(event_ids) as before, cardinality(event_ids) as events
    from (select * from event_stage_batches where stage = $1 order by id limit $2) next
  ) b where before = 0 or before + events <= $2 order by id`;

/** $1 stage, $2 batches. */
export const dropBatches = `delete from event_stage_batches where stage = $1 and id = any ($2::uuid[])`;

/** $1 stage, $2 events applied, $3 now. */
export const noteApplied = `
  update event_stages set applied = applied + $2, applied_at = $3, failures = 0, retry_at = null, problem = null where stage = $1`;

/** $1 stage, $2 now, $3 problem: waits twice as long each time, up to a minute. */
export const noteStageFailure = `
  update event_stages set failures = failures + 1, problem = $3,
    retry_at = $2::timestamptz + make_interval(secs => least(60, power(2, least(failures, 10))))
  where stage = $1`;

/** $1 ids, $2 first and $3 last received, in milliseconds where the rows have microseconds. */
export const eventsOf = `
  select id, kind, name, person_id as "personId", anonymous_id as "anonymousId", user_id as "userId",
    received_at as "receivedAt", occurred_at as "occurredAt", properties, context, trusted as "isTrusted", key_id as "keyId",
    message_id as "messageId"
  from events where received_at >= $2 and received_at < $3::timestamptz + interval '1 ms' and id = any ($1::uuid[]) order by received_at, id`;

/** $1 attempts. A minute after the first, and each time twice as long. */
const backOff = (attempts: string) => `make_interval(mins => power(2, ${attempts} - 1)::int)`;

/** $1 stage, $2 events, $3 received, $4 names, $5 problems, $6 now. */
export const noteFailed = `
  insert into failed_events as f (stage, event_id, received_at, event_name, state, attempts, problem, first_failed_at, last_failed_at, due_at)
  select $1, e.id, e.at, e.name, 'retrying', 1, e.problem, $6, $6, $6::timestamptz + ${backOff('1')}
  from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[]) as e (id, at, name, problem) order by e.id
  on conflict (organization_id, stage, event_id) do nothing`;

/** $1 stage, $2 now, $3 how many at most. */
export const dueAgain = `
  select id, event_id as "eventId", received_at as "receivedAt" from failed_events
  where stage = $1 and state = 'retrying' and due_at <= $2 order by due_at limit $3 for update skip locked`;

/** $1 failed events. */
export const dropFailed = `delete from failed_events where id = any ($1::uuid[])`;

/** $1 failed events, $2 problems, $3 now. */
export const noteFailedAgain = `
  update failed_events f set attempts = f.attempts + 1, problem = a.problem, last_failed_at = $3,
    state = case when f.attempts + 1 >= ${failedEventLimits.attempts} then 'failed' else 'retrying' end,
    due_at = case when f.attempts + 1 < ${failedEventLimits.attempts} then $3::timestamptz + ${backOff('(f.attempts + 1)')} end
  from unnest($1::uuid[], $2::text[]) as a (id, problem) where f.id = a.id`;

/** $1 before when, $2 how many at most. */
export const forgetDiscarded = `
  delete from failed_events where id in (
    select id from failed_events where state = 'discarded' and last_failed_at < $1 limit $2)`;

/** $1 the stages that get batches first, $2 the others and $3 the stages they wait for. */
export const listStages = `
  with handed as (
    select stage, sum(cardinality(event_ids)) as events, min(first_received_at) as since from event_stage_batches group by stage
  ), accepted as (
    select coalesce(sum(cardinality(event_ids)), 0) as events, min(first_received_at) as since from event_batches
  ), failed as (
    select stage, count(*) filter (where state = 'retrying') as retrying, count(*) filter (where state = 'failed') as failed
    from failed_events where state <> 'discarded' group by stage
  )
  select n.stage, coalesce(s.applied, 0) as applied, s.applied_at as "appliedAt",
    coalesce(h.events, 0) + a.events as waiting, least(h.since, a.since) as "waitingSince",
    coalesce(f.retrying, 0) as retrying, coalesce(f.failed, 0) as failed,
    case when s.retry_at is not null then s.problem end as problem, s.retry_at as "retryAt"
  from unnest($1::text[]) with ordinality as n (stage, position)
  cross join accepted a
  left join event_stages s on s.stage = n.stage
  left join handed h on h.stage = n.stage
  left join failed f on f.stage = n.stage
  order by n.position`;

const failedColumns = `id, stage, event_id as "eventId", event_name as "eventName", received_at as "receivedAt", state, attempts,
  problem, first_failed_at as "firstFailedAt", last_failed_at as "lastFailedAt", due_at as "dueAt"`;

/** $1 state, $2 stage or null, $3 cursor or null, $4 limit. */
export const listFailed = `
  select ${failedColumns} from failed_events
  where state = $1 and ($2::text is null or stage = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`;

/** $1 id. */
export const failedOf = `select ${failedColumns} from failed_events where id = $1`;

/** $1 ids or null for all, $2 stage or null for all. */
const chosen = `state = 'failed' and ($1::uuid[] is null or id = any ($1::uuid[])) and ($2::text is null or stage = $2)`;

/** $3 now, $4 who. */
export const replayFailed = `
  update failed_events set state = 'retrying', attempts = 0, due_at = $3, decided_by_id = $4 where ${chosen}`;

/** $3 now, $4 who. */
export const discardFailed = `
  update failed_events set state = 'discarded', last_failed_at = $3, decided_by_id = $4 where ${chosen}`;

/** $1 ids, $2 who. */
export const restoreDiscarded = `
  update failed_events set state = 'failed', decided_by_id = $2 where state = 'discarded' and id = any ($1::uuid[])`;
