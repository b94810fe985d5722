import { reasonToSkip } from '../wishes/index.ts';

/** Why a message (d, of campaign k, to contact c) must not go out; by the address it would go to. */
const gate = reasonToSkip('k.topic_id', 'lower(d.email collate "C")');

/** Named SQL of the ledger. All of it runs in a tenant transaction: row-level security adds the organization. */

/**
 * Claims people whose turn it is: $1 campaign, $2 claim, $3 lease in seconds, $4 how many, $5 now, $6 the transport. Who may be
 * mailed becomes `submitting` and is returned with what their message needs to know; the gate skips the others, with the
 * reason. Nobody when the campaign is not sending: whoever pauses it waits for claims that have begun, and after that there
 * are none. For one receiver there are statements of their own ($7), for they
 * find their rows by another index.
 */
const pending = `d.state = 'pending' and d.stage <= (select stage from sending) and d.due_at <= $5`;
const inTurn = 'd.stage, d.due_at, d.contact_id';
export const submitPending = submitWhere(pending, inTurn);
export const submitPendingOf = submitWhere(`d.receiver = $7 and ${pending}`, inTurn);

/** The same for deferred messages whose time has come. */
const deferred = `(select true from sending) and d.state = 'deferred' and d.next_attempt_at <= $5`;
export const submitDeferred = submitWhere(deferred, 'd.contact_id');
export const submitDeferredOf = submitWhere(`d.receiver = $7 and ${deferred}`, 'd.contact_id');

/**
 * What is locked is changed by a list of keys, and contacts are looked up one by one (`offset 0`): PostgreSQL cannot know
 * how few there are, and where it may join it would rather read all of them.
 */
function submitWhere(condition: string, order: string): string {
  return `
    with sending as (
      select id, stage, topic_id, chosen_variant from campaigns where id = $1 and status = 'sending' for share
    ), hold as (
      insert into delivery_claims as h (id, campaign_id, lease_until)
      select $2, k.id, now() + make_interval(secs => $3) from sending k
      on conflict (organization_id, id) do update set lease_until = excluded.lease_until
    ), due as (
      select d.organization_id, d.id, d.contact_id, d.email, d.receiver, d.attempts, d.variant from deliveries d
      where d.campaign_id = $1 and ${condition} order by ${order} limit $4 for no key update of d skip locked
    ), judged as materialized (
      select d.id, d.email, d.receiver, d.attempts, coalesce(d.variant, k.chosen_variant, 0) as variant,
        c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language, c.country, c.attributes,
        case when c.deleted_at is not null then 'deleted' else ${gate} end as reason
      from due d cross join sending k cross join lateral (
        select * from contacts c where c.organization_id = d.organization_id and c.id = d.contact_id offset 0
      ) c
    ), submitted as (
      update deliveries set state = 'submitting', claim_id = $2, transport_id = $6, submitted_at = now(), next_attempt_at = null,
        updated_at = now()
      where id = any (array(select id from judged where reason is null))
    ), skipped as (
      update deliveries d set state = 'skipped', reason = (select j.reason from judged j where j.id = d.id),
        next_attempt_at = null, updated_at = now()
      where id = any (array(select id from judged where reason is not null))
    )
    select id, email, receiver, attempts, variant, "firstName", "lastName", phone, language, country, attributes,
      reason is null as admitted
    from judged`;
}

/**
 * $1 campaign that is sending, $2 claim, $3 lease in seconds: its turn is now, and the claim holds for a batch; which turn that
 * is, its sending domain, and whose mailboxes are in its audience.
 */
export const takeTurn = `
  with turn as (
    update campaigns set turn_at = clock_timestamp() where id = $1 and status = 'sending'
    returning id, extract(epoch from turn_at)::text as turn, receivers, lower(split_part(sender_email, '@', 2)) as domain
  ), hold as (
    insert into delivery_claims (id, campaign_id, lease_until)
    select $2, id, now() + make_interval(secs => $3) from turn
  ) select turn, receivers, domain from turn`;

/** $1 claim, $2 lease in seconds. One whose lease has run out is not prolonged: others decide about it. */
export const renewClaim = `
  update delivery_claims set lease_until = now() + make_interval(secs => $2) where id = $1 and lease_until > now()`;

/** $1 claim: its batch is over, but answers are still waited for. */
export const keepWaiting = `update delivery_claims set is_waiting = true where id = $1`;

/** $1 claim: two who settle it do so one after the other. */
export const lockClaim = `select from delivery_claims where id = $1 for update`;

/** $1 campaign, $2 claim: those it holds, and those of whom nobody knew better than that they were its own. */
export const heldBy = `
  select id, attempts from deliveries where campaign_id = $1 and state in ('submitting', 'unknown') and claim_id = $2`;

/**
 * $1 claim, then arrays: ids, states, reasons, responses, whether the attempt counts, when to try again. Pending without
 * a response is who was never handed over. A row that became unknown because this worker was slow still takes its
 * outcome; those that are open again by it are returned. Rows are found by their key: `is true` keeps PostgreSQL from
 * reading all that is being submitted, and was, by the index of states.
 */
export const recordOutcomes = `
  with recorded as (
  update deliveries d set
    state = o.state, reason = o.reason, response = coalesce(left(o.response, 500), d.response),
    next_attempt_at = o.next_attempt_at, attempts = d.attempts + o.counted,
    submitted_at = case when o.state = 'pending' and o.response is null then null else d.submitted_at end,
    accepted_at = case when o.state = 'accepted' then now() end,
    claim_id = case when o.state = 'unknown' then d.claim_id end, updated_at = now()
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[])
    as o (id, state, reason, response, counted, next_attempt_at)
  where d.id = o.id and d.claim_id = $1 and (d.state in ('submitting', 'unknown')) is true
  returning d.id, d.campaign_id, d.state, old.state as was
  ) select id, campaign_id as "campaignId" from recorded where was = 'unknown' and state in ('pending', 'deferred')`;

/** $1 deliveries: those that were refused for good, as that was recorded; of an erased person nothing is known. */
export const bouncedDeliveries = `
  select email, response from deliveries where id = any ($1::uuid[]) and (state = 'failed' and reason = 'rejected') is true and email <> ''`;

/** $1 campaign, $2 claim, $3 whoever may have been handed over: all others of the claim go back. */
export const returnSubmitting = `
  update deliveries set state = 'pending', claim_id = null, submitted_at = null, updated_at = now()
  where campaign_id = $1 and state = 'submitting' and claim_id = $2 and id <> all ($3::uuid[])`;

/** $1 campaign: nobody may finish it meanwhile. */
export const lockCampaign = `select from campaigns where id = $1 for no key update`;

/** $1 campaign, $2 delivery ids: open again, but the campaign is over, so nobody would come for them. */
export const failLate = `
  update deliveries d set state = 'failed', reason = 'retries-exhausted', next_attempt_at = null, updated_at = now()
  from campaigns k
  where k.id = $1 and k.status = 'sent' and d.campaign_id = k.id and d.id = any($2::uuid[])
    and d.state in ('pending', 'deferred')`;

/** $1 claim. One with messages whose outcome could not be recorded stays until its lease runs out. */
export const endClaim = `
  delete from delivery_claims k where k.id = $1 and not exists (
    select from deliveries d where d.organization_id = k.organization_id and d.campaign_id = k.campaign_id
      and d.state = 'submitting' and d.claim_id = k.id)`;

/** $1 campaign: the claims whose worker has been silent for too long. */
export const expiredClaims = `
  select id from delivery_claims where campaign_id = $1 and lease_until <= now() order by id for update skip locked`;

/** $1 campaign, $2 claim: its worker died in the middle of the hand-over, so nobody knows; it is not sent again. */
export const forgetSubmitting = `
  update deliveries set state = 'unknown', updated_at = now(),
    response = 'The worker stopped while handing this message over.'
  where campaign_id = $1 and state = 'submitting' and claim_id = $2`;

/** $1 campaign, $2 how many: people not yet mailed, when a campaign is cancelled. */
export const skipRemaining = `
  update deliveries d set state = 'skipped', reason = 'cancelled', next_attempt_at = null, updated_at = now()
  from (
    select organization_id, id from deliveries where campaign_id = $1 and state in ('pending', 'deferred')
    limit $2 for no key update skip locked
  ) r
  where d.organization_id = r.organization_id and d.id = r.id`;
