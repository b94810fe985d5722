import { mailboxProviders } from '@engagex/domain/transports';
import { domainInSql } from '../../platform/address-sql.ts';
import { reasonToSkip } from '../preferences/index.ts';

/** Why a message (d, of campaign k, to contact c) must not go out; by the address it would go to. */
const gate = reasonToSkip('k.topic_id', 'lower(d.address collate "C")');

/** Named SQL of the ledger. All of it runs in a tenant transaction: row-level security adds the organization. */

const ofDue = 'd.organization_id, d.id, d.contact_id, d.address, d.mailbox_provider, d.attempts, d.variant';

/**
 * $1 campaign, $2 claim, $3 lease in seconds, $4 mailbox providers: holds on to a campaign that is sending, and tells how far it has
 * come with each of them in each stage that is open. Others come to it one after the other. Nothing when the campaign is
 * not sending: whoever pauses it waits for claims that have begun, and after that there are none.
 */
export const holdPlaces = `
  with sending as (
    select id, stage from campaigns where id = $1 and status = 'sending' for share
  ), hold as (
    insert into delivery_claims as h (id, campaign_id, lease_until)
    select $2, k.id, now() + make_interval(secs => $3) from sending k
    on conflict (organization_id, id) do update set lease_until = excluded.lease_until
  )
  select u.stage, u.mailbox_provider as "mailboxProvider", u.due_at::text as "dueAt", u.after_contact as "contactId"
  from sending k join delivery_cursors u on u.campaign_id = k.id and u.stage <= k.stage and u.mailbox_provider = any ($4::text[])
  order by u.stage, u.mailbox_provider for no key update of u`;

/** Those ahead of a place of each mailbox provider, read in the order of turns and no further than is asked for. */
const aheadOfEach = mailboxProviders.map((_, place) => {
  const [mailboxProvider, dueAt, contactId] = ['$7::text[]', '$8::timestamptz[]', '$9::uuid[]'].map(
    (list) => `(${list})[${place + 1}]`,
  );
  return `
      (select d.id, d.mailbox_provider, d.due_at, d.contact_id from deliveries d
      where d.campaign_id = $1 and d.mailbox_provider = ${mailboxProvider} and d.stage = $6 and (d.due_at, d.contact_id) > (${dueAt}, ${contactId})
        and d.due_at <= $4 and d.state = 'pending'
      order by d.due_at, d.contact_id limit $3)`;
});

/**
 * Claims people whose turn it is: $1 campaign, $2 claim, $3 how many, $4 now, $5 the transport, $6 stage; $7 mailbox providers, at most
 * all, with $8 and $9 the places after which their people come. Who may be mailed becomes `submitting` and is returned with
 * what their message needs to know; the gate skips the others, with the reason.
 */
export const submitPending = submit({
  before: `ahead as materialized (
    select id, mailbox_provider, due_at, contact_id from (${aheadOfEach.join(' union all ')}
    ) a order by due_at, contact_id limit $3
  ),`,
  due: `
    select ${ofDue} from deliveries d
    where d.id = any (array(select id from ahead)) and d.state = 'pending' for no key update of d`,
  // With fewer than asked for, all up to now have been looked at.
  besides: `, place as (
    select mailbox_provider, max(due_at) as due_at, (array_agg(contact_id order by due_at desc, contact_id desc))[1] as contact_id
    from ahead where (select count(*) from ahead) = $3 group by mailbox_provider
    union all
    select unnest($7::text[]), $4, 'ffffffff-ffff-ffff-ffff-ffffffffffff' where (select count(*) from ahead) < $3
  ), moved as (
    update delivery_cursors u set due_at = p.due_at, after_contact = p.contact_id from place p
    where u.campaign_id = $1 and u.stage = $6 and u.mailbox_provider = p.mailbox_provider and (p.due_at, p.contact_id) > (u.due_at, u.after_contact)
  )`,
});

/** The same for whoever comes again, and whose time for it has come: $6 mailbox provider. */
export const submitAgain = submit({
  before: '',
  due: `
    select ${ofDue} from deliveries d
    where d.campaign_id = $1 and d.mailbox_provider = $6 and d.next_attempt_at <= $4 and d.state in ('pending', 'deferred')
      and d.due_at <= $4 and d.stage <= (select stage from sending)
    order by d.next_attempt_at limit $3 for no key update of d skip locked`,
  besides: '',
});

/**
 * What is locked is changed by a list of keys, and contacts are looked up one by one (`offset 0`): PostgreSQL cannot know
 * how few there are, and where it may join it would rather read all of them.
 */
function submit({ before, due, besides }: { before: string; due: string; besides: string }): string {
  return `
    with sending as (
      select id, stage, topic_id, chosen_variant from campaigns where id = $1
    ), ${before} due as materialized (${due}
    ), judged as materialized (
      select d.id, d.address, d.mailbox_provider, d.attempts, coalesce(d.variant, k.chosen_variant, 0) as variant,
        c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language, c.country, c.attributes,
        case when c.deleted_at is not null then 'deleted' else ${gate} end as reason
      from due d cross join sending k cross join lateral (
        select * from contacts c where c.organization_id = d.organization_id and c.id = d.contact_id offset 0
      ) c
    ), submitted as (
      update deliveries set state = 'submitting', claim_id = $2, transport_id = $5, submitted_at = now(), next_attempt_at = null,
        updated_at = now()
      where id = any (array(select id from judged where reason is null))
    ), skipped as (
      update deliveries d set state = 'skipped', reason = (select j.reason from judged j where j.id = d.id),
        next_attempt_at = null, updated_at = now()
      where id = any (array(select id from judged where reason is not null))
    )${besides}
    select id, address, mailbox_provider as "mailboxProvider", attempts, variant, "firstName", "lastName", phone, language, country, attributes,
      reason is null as admitted
    from judged`;
}

/**
 * $1 campaign that is sending, $2 claim, $3 lease in seconds, $4 all mailbox providers: its turn is now, and the claim holds for a batch; which turn that
 * is, its sending domain, and whose mailboxes are in its audience. Where it begins, it begins at the first of all.
 */
export const takeTurn = `
  with turn as (
    update campaigns set turn_at = clock_timestamp() where id = $1 and status = 'sending'
    returning id, stage, extract(epoch from turn_at)::text as turn, mailbox_providers, ${domainInSql('sender_email')} as domain
  ), hold as (
    insert into delivery_claims (id, campaign_id, lease_until)
    select $2, id, now() + make_interval(secs => $3) from turn
  ), places as (
    insert into delivery_cursors (campaign_id, stage, mailbox_provider)
    select id, stages.stage, mailbox_provider from turn, generate_series(0, turn.stage) stages (stage),
      unnest($4::text[]) mailbox_provider
    on conflict (organization_id, campaign_id, stage, mailbox_provider) do nothing
  ) select turn, mailbox_providers as "mailboxProviders", domain from turn`;

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
 * outcome; those that are open again by it are returned. Whoever goes back comes again at once: the campaign has gone past them.
 */
export const recordOutcomes = `
  with recorded as (
  update deliveries d set
    state = o.state, reason = o.reason, response = coalesce(left(o.response, 500), d.response),
    next_attempt_at = coalesce(o.next_attempt_at, case when o.state = 'pending' then now() end), attempts = d.attempts + o.counted,
    submitted_at = case when o.state = 'pending' and o.response is null then null else d.submitted_at end,
    accepted_at = case when o.state = 'accepted' then now() end,
    claim_id = case when o.state = 'unknown' then d.claim_id end, updated_at = now()
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[])
    as o (id, state, reason, response, counted, next_attempt_at)
  where d.id = o.id and d.claim_id = $1 and d.state in ('submitting', 'unknown')
  returning d.id, d.campaign_id, d.state, old.state as was
  ) select id, campaign_id as "campaignId" from recorded where was = 'unknown' and state in ('pending', 'deferred')`;

/** $1 deliveries: those that were refused for good, as that was recorded; of an erased person nothing is known. */
export const refusedDeliveries = `
  select id, response from deliveries where id = any ($1::uuid[]) and exception = 'failed'
    and reason in ('rejected', 'retries_exhausted') and address <> '' and response is not null`;

/**
 * $1 campaign, $2 claim, $3 whoever may have been handed over: all others of the claim go back. Answers those that had become
 * unknown meanwhile, because their worker was slow.
 */
export const returnSubmitting = `
  with returned as (
    update deliveries set state = 'pending', next_attempt_at = now(), claim_id = null, submitted_at = null, updated_at = now(),
      response = case when state = 'submitting' then response end
    where campaign_id = $1 and state in ('submitting', 'unknown') and claim_id = $2 and id <> all ($3::uuid[])
    returning id, old.state as was
  ) select id from returned where was = 'unknown'`;

/** $1 campaign: nobody may finish it meanwhile. */
export const lockCampaign = `select from campaigns where id = $1 for no key update`;

/** $1 campaign, $2 delivery ids: open again, but the campaign is over, so nobody would come for them. */
export const failLate = `
  update deliveries d set state = 'failed', reason = 'retries_exhausted', next_attempt_at = null, updated_at = now()
  from campaigns k
  where k.id = $1 and k.status = 'sent' and d.campaign_id = k.id and d.id = any($2::uuid[])
    and d.state in ('pending', 'deferred')`;

/** $1 claim, of which everything is recorded. One with messages whose outcome could not be recorded stays until its lease runs out. */
export const endClaim = `delete from delivery_claims where id = $1`;

/** $1 campaign: the claims whose worker has been silent for too long. */
export const expiredClaims = `
  select id from delivery_claims where campaign_id = $1 and lease_until <= now() order by id for update skip locked`;

/** $1 campaign, $2 claim: its worker died in the middle of the hand-over, so nobody knows; it is not sent again. */
export const forgetSubmitting = `
  update deliveries set state = 'unknown', updated_at = now(),
    response = 'The worker stopped while handing this message over.'
  where campaign_id = $1 and state = 'submitting' and claim_id = $2`;

/** $1 campaign: people who are held by no claim at all; nobody knows what became of their messages. */
export const forgetUnclaimed = `
  update deliveries set state = 'unknown', updated_at = now(),
    response = 'The worker stopped while handing this message over.'
  where campaign_id = $1 and state = 'submitting' and not exists (select from delivery_claims k where k.campaign_id = $1)
    and (select people_in(k, 'submitting') from campaigns k where k.id = $1) > 0`;

/** $1 campaign, $2 stages, $3 all mailbox providers: how far each of them has come, for whoever skips the rest; others wait. */
export const openPlaces = `
  insert into delivery_cursors as u (campaign_id, stage, mailbox_provider)
  select $1, stage, mailbox_provider from unnest($2::int[]) stage, unnest($3::text[]) mailbox_provider order by stage, mailbox_provider
  on conflict (organization_id, campaign_id, stage, mailbox_provider) do update set stage = excluded.stage
  returning u.stage, u.mailbox_provider as "mailboxProvider", u.due_at::text as "dueAt", u.after_contact as "contactId"`;

/** $1 campaign, $2 how many, $3 stage, $4 mailbox provider, $5 and $6 the place after which they come: people not yet mailed, when a campaign is cancelled. */
export const skipAfter = `
  with due as materialized (
    select d.organization_id, d.id, d.due_at, d.contact_id from deliveries d
    where d.campaign_id = $1 and d.stage = $3 and d.mailbox_provider = $4 and (d.due_at, d.contact_id) > ($5::timestamptz, $6::uuid)
      and d.state in ('pending', 'deferred')
    order by d.due_at, d.contact_id limit $2 for no key update of d
  ), skipped as (
    update deliveries set state = 'skipped', reason = 'cancelled', next_attempt_at = null, updated_at = now()
    where id = any (array(select id from due))
  ), place as (
    select case when count(*) < $2 then 'infinity' else max(due_at) end as due_at,
      (array_agg(contact_id order by due_at desc, contact_id desc))[1] as contact_id from due
  ), moved as (
    update delivery_cursors u set due_at = p.due_at, after_contact = coalesce(p.contact_id, u.after_contact) from place p
    where u.campaign_id = $1 and u.stage = $3 and u.mailbox_provider = $4
  ) select count(*)::int as people from due`;

/** $1 campaign, $2 how many: the same for whoever would come again. */
export const skipAgain = `
  update deliveries set state = 'skipped', reason = 'cancelled', next_attempt_at = null, updated_at = now()
  where id = any (array(select d.id from deliveries d where d.campaign_id = $1 and d.next_attempt_at is not null
    and d.state in ('pending', 'deferred') limit $2 for no key update skip locked))`;

/** $1 campaign: it begins at the first of all again, for people were added behind the place that it has come to. */
export const rewind = `delete from delivery_cursors where campaign_id = $1`;
