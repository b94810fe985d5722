import { reasonToSkip } from '../wishes/index.ts';

/** Why a claimed message (d, of campaign k, to contact c) must not go out; by the address it would go to. */
const gate = reasonToSkip('k.topic_id', 'lower(d.email collate "C")');

/** Named SQL of the ledger. All of it runs in a tenant transaction: row-level security adds the organization. */

/**
 * $1 campaign, $2 claim, $3 lease in seconds, $4 how many, $5 now. Nothing when the campaign is not sending. For one
 * receiver there are statements of their own ($6), for they find their rows by another index.
 */
const pending = `d.state = 'pending' and d.stage <= (select stage from sending) and d.due_at <= $5`;
const inTurn = 'd.stage, d.due_at, d.contact_id';
export const claimPending = claimWhere(pending, inTurn);
export const claimPendingOf = claimWhere(`d.receiver = $6 and ${pending}`, inTurn);

/** The same for deferred messages whose time has come. */
const deferred = `(select true from sending) and d.state = 'deferred' and d.next_attempt_at <= $5`;
export const claimDeferred = claimWhere(deferred, 'd.contact_id');
export const claimDeferredOf = claimWhere(`d.receiver = $6 and ${deferred}`, 'd.contact_id');

function claimWhere(condition: string, order: string): string {
  return `
    with sending as (
      select id, stage, chosen_variant from campaigns where id = $1 and status = 'sending'
    ), hold as (
      insert into delivery_claims (id, campaign_id, lease_until)
      select $2, c.id, now() + make_interval(secs => $3) from sending c on conflict do nothing
    ), due as (
      select d.organization_id, d.id from deliveries d where d.campaign_id = $1 and ${condition} order by ${order} limit $4 for no key update of d skip locked
    ), claimed as (
      update deliveries d set state = 'claimed', claim_id = $2, next_attempt_at = null, updated_at = now()
      from due where d.organization_id = due.organization_id and d.id = due.id
      returning d.organization_id, d.id, d.email, d.receiver, d.contact_id, d.attempts, d.variant
    )
    select d.id, d.email, d.receiver, d.attempts, coalesce(d.variant, (select chosen_variant from sending), 0) as variant,
      c.first_name as "firstName", c.last_name as "lastName", c.phone,
      c.language, c.country, c.attributes
    from claimed d join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id`;
}

/** $1 campaign that is sending: its turn is now; which one that is, its sending domain, and whose mailboxes are in its audience. */
export const takeTurn = `
  update campaigns set turn_at = clock_timestamp() where id = $1 and status = 'sending'
  returning extract(epoch from turn_at)::text as turn, receivers, lower(split_part(sender_email, '@', 2)) as domain`;

/** $1 claim, $2 lease in seconds. */
export const renewClaim = `update delivery_claims set lease_until = now() + make_interval(secs => $2) where id = $1`;

/**
 * The gate: $1 claim, $2 delivery ids, $3 the transport they go to. Those still claimed, of a campaign still sending, to people who still want
 * mail become \`submitting\`; the others stay claimed and are settled by \`releaseClaim\`. Rows are found by their key: \`is
 * true\` keeps PostgreSQL from reading all that is claimed, and was, by the index of states.
 */
export const submitClaimed = `
  update deliveries d set state = 'submitting', transport_id = $3, submitted_at = now(), updated_at = now()
  from unnest($2::uuid[]) as x (id), contacts c, campaigns k
  where d.id = x.id and d.claim_id = $1 and (d.state = 'claimed') is true
    and c.organization_id = d.organization_id and c.id = d.contact_id
    and ${gate} is null and c.deleted_at is null
    and k.organization_id = d.organization_id and k.id = d.campaign_id and k.status = 'sending'
  returning d.id`;

/**
 * $1 claim, then arrays: ids, states, reasons, responses, whether the attempt counts, when to try again. A row that
 * became unknown because this worker was slow still takes its outcome; those that are open again by it are returned.
 */
export const recordOutcomes = `
  with recorded as (
  update deliveries d set
    state = o.state, reason = o.reason, response = left(o.response, 500), next_attempt_at = o.next_attempt_at,
    attempts = d.attempts + o.counted, accepted_at = case when o.state = 'accepted' then now() end,
    claim_id = case when o.state = 'unknown' then d.claim_id end, updated_at = now()
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[])
    as o (id, state, reason, response, counted, next_attempt_at)
  where d.id = o.id and d.claim_id = $1 and (d.state in ('claimed', 'submitting', 'unknown')) is true
  returning d.id, d.campaign_id, d.state, old.state as was
  ) select id, campaign_id as "campaignId" from recorded where was = 'unknown' and state in ('pending', 'deferred')`;

/** $1 campaign: nobody may finish it meanwhile. */
export const lockCampaign = `select from campaigns where id = $1 for no key update`;

/** $1 campaign, $2 delivery ids: open again, but the campaign is over, so nobody would come for them. */
export const failLate = `
  update deliveries d set state = 'failed', reason = 'retries-exhausted', next_attempt_at = null, updated_at = now()
  from campaigns k
  where k.id = $1 and k.status = 'sent' and d.campaign_id = k.id and d.id = any($2::uuid[])
    and d.state in ('pending', 'deferred')`;

/** $1 claim: what was claimed and not submitted goes back, or is skipped with the reason. */
export const releaseClaimed = `
  update deliveries d set
    state = case when r.reason is null then 'pending' else 'skipped' end, reason = r.reason,
    claim_id = null, updated_at = now()
  from (
    select d.organization_id, d.id, case
      when k.status = 'cancelled' then 'cancelled'
      when c.deleted_at is not null then 'deleted'
      else ${gate} end as reason
    from deliveries d
    join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
    join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
    join delivery_claims h on h.organization_id = d.organization_id and h.campaign_id = d.campaign_id
    where h.id = $1 and d.state = 'claimed' and d.claim_id = $1
  ) r
  where d.organization_id = r.organization_id and d.id = r.id`;

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

/** $1 campaign, $2 state or null, $3 start of an address or null, $4 its upper bound, $5 after this contact, $6 limit, $7 reason or null. */
export const listDeliveries = `
  select d.id, d.contact_id as "contactId", d.email, d.state, d.reason, d.response, d.attempts,
    d.next_attempt_at as "nextAttemptAt", d.accepted_at as "acceptedAt", d.updated_at as "updatedAt",
    d.opened_at is not null as opened, d.clicked_at is not null as clicked,
    chr(65 + coalesce(d.variant, case when d.stage > 0 then k.chosen_variant end)) as variant,
    d.state = 'pending' and d.stage > k.stage as held
  from deliveries d join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  where d.campaign_id = $1 and ($2::text is null or d.state = $2) and ($7::text is null or d.reason = $7)
    and ($3::text is null or (lower(d.email) collate "C" >= $3 and lower(d.email) collate "C" < $4))
    and ($5::uuid is null or d.contact_id > $5)
  order by d.contact_id limit $6`;
