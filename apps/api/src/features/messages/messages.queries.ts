import { domainInSql } from '../../platform/address-sql.ts';
import { receiptsOf } from '../receipts/index.ts';
import { reasonToSkipMessage } from '../preferences/index.ts';

/** Named SQL of messages. All of it runs in a tenant transaction: row-level security adds the organization. */

/** The organization as messages need it, and an id for the next one. */
export const organizationOf = `
  select uuidv7() as "messageId", o.name, o.postal_address as "postalAddress", o.sender_name as "senderName",
    o.sender_email as "senderEmail", o.time_zone as "timeZone"
  from organizations o where o.id = current_organization()`;

const person = `c.id, c.email, c.first_name, c.last_name, c.phone, c.language, c.country, c.attributes`;

/** $1 id. */
export const contactById = `select ${person} from contacts c where c.id = $1 and c.deleted_at is null`;
/** $1 external id. */
export const contactByExternalId = `select ${person} from contacts c where c.external_id = $1 and c.deleted_at is null`;
/** $1 address, as it is compared. */
export const contactByAddress = `select ${person} from contacts c where c.email_key = $1 and c.deleted_at is null`;

/** $1 key, $2 hours that a key counts. */
export const messageOfKey = `
  select id, created_at as "createdAt", request_hash as "requestHash" from messages
  where idempotency_key = $1 and created_at > now() - make_interval(hours => $2)`;

/** $1 key, $2 hours: a key whose time is over may be used anew. */
export const releaseKey = `
  update messages set idempotency_key = null, request_hash = null
  where idempotency_key = $1 and created_at <= now() - make_interval(hours => $2)`;

/** $1–18, in the order of the columns. Nothing when the key is taken; whoever is about to take it is waited for. */
export const addMessage = `
  insert into messages (id, idempotency_key, request_hash, contact_id, email, email_key, to_name, mailbox_provider, sender_name,
    sender_email, reply_to_name, reply_to_email, template_id, subject, html, text, headers, created_by_id, api_key_id)
  select $1, $2, $3, $4, $5, $6, $7,
    coalesce((select r.mailbox_provider from receiving_domains r where r.domain = ${domainInSql('$6')}), 'other'),
    $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
  on conflict (organization_id, idempotency_key) where idempotency_key is not null do nothing
  returning id, created_at as "createdAt"`;

/** $1 message, then arrays: names, types, sizes. */
export const noteAttachments = `
  insert into message_attachments (message_id, position, name, content_type, size)
  select $1, n - 1, name, type, size from unnest($2::text[], $3::text[], $4::int[]) with ordinality as f (name, type, size, n)`;
/** $1 message. */
export const attachmentsOf = `
  select position, name, content_type as "contentType" from message_attachments
  where message_id = $1 and removed_at is null order by position`;
/** $1 message. */
export const attachmentsRemoved = `
  update message_attachments set removed_at = now() where message_id = $1 and removed_at is null`;

/** What dead workers left behind: claimed goes back; of what was being handed over nobody knows, so it is not sent again. */
export const recoverMessages = `
  update messages set
    state = case state when 'claimed' then 'pending' else 'unknown' end,
    claim_id = case state when 'claimed' then null else claim_id end, lease_until = null, updated_at = now(),
    response = case state when 'claimed' then response else 'The worker stopped while handing this message over.' end
  where state in ('claimed', 'submitting') and lease_until <= now()`;

/** Claims whose worker has been silent for too long. */
export const expiredClaims = `
  select distinct claim_id as id from messages where state in ('claimed', 'submitting') and lease_until <= now()`;

/** $1 claim, $2 ids of those that were answered: what it holds, and of these also what had become unknown. */
export const heldBy = `
  select id, attempts from messages where state in ('claimed', 'submitting') and claim_id = $1
  union all
  select id, attempts from messages where id = any ($2::uuid[]) and claim_id = $1 and state = 'unknown'`;

/** $1 claim, $2 lease in seconds, $3 how many, $4 now. Longest due first. */
export const claimMessages = `
  with due as (
    select organization_id, id from messages where state in ('pending', 'deferred') and due_at <= $4
    order by due_at, id limit $3 for no key update skip locked
  )
  update messages m set state = 'claimed', claim_id = $1, lease_until = now() + make_interval(secs => $2),
    limited_by = null, updated_at = now()
  from due where m.organization_id = due.organization_id and m.id = due.id
  returning m.id, m.email, m.to_name as "toName", m.mailbox_provider as "mailboxProvider", m.sender_name as "senderName", m.sender_email as "senderEmail",
    m.reply_to_name as "replyToName", m.reply_to_email as "replyToEmail", m.subject, m.html, m.text, m.headers, m.attempts,
    exists (select from message_attachments f where f.organization_id = m.organization_id and f.message_id = m.id) as "hasFiles"`;

/** $1 claim, $2 lease in seconds. One whose lease has run out is not prolonged: others decide about it. */
export const renewMessages = `
  update messages set lease_until = now() + make_interval(secs => $2)
  where claim_id = $1 and state in ('claimed', 'submitting') and lease_until > now()`;

/** $1 claim: who must get nothing is skipped with the reason. */
export const skipMessages = `
  update messages m set state = 'skipped', reason = ${reasonToSkipMessage}, claim_id = null, lease_until = null, updated_at = now()
  where m.claim_id = $1 and m.state = 'claimed' and ${reasonToSkipMessage} is not null
  returning m.id`;

/** $1 claim, $2 ids, $3 the transport they go to: only what this moves to \`submitting\` may be handed over. */
export const submitMessages = `
  update messages m set state = 'submitting', transport_id = $3, submitted_at = now(), updated_at = now()
  where m.claim_id = $1 and m.state = 'claimed' and m.id = any($2::uuid[]) and ${reasonToSkipMessage} is null
  returning m.id`;

/** $1 claim, $2 ids, $3 until when, $4 what they wait for. */
export const holdMessages = `
  update messages set state = 'pending', claim_id = null, lease_until = null, due_at = $3, limited_by = $4, updated_at = now()
  where claim_id = $1 and state = 'claimed' and id = any($2::uuid[])`;

/** $1 now, $2 until when, $3 why: nothing can be handed over before. */
export const holdDue = `
  update messages set due_at = $2, limited_by = $3, updated_at = now()
  where state in ('pending', 'deferred') and due_at <= $1`;

/** $1 claim: what was claimed and not submitted goes back. */
export const releaseMessages = `
  update messages set state = 'pending', claim_id = null, lease_until = null, updated_at = now()
  where claim_id = $1 and state = 'claimed'`;

/**
 * $1 claim, then arrays: ids, states, reasons, responses, whether the attempt counts, when it is due again. A row that
 * became unknown because this worker was slow still takes its outcome; what it said is forgotten by then, so it is not
 * tried again. Of an erased person no words are kept.
 */
export const recordMessages = `
  update messages m set
    state = case when m.state = 'unknown' and o.state in ('pending', 'deferred') then 'failed' else o.state end,
    reason = case when m.state = 'unknown' and o.state in ('pending', 'deferred') then 'retries_exhausted' else o.reason end,
    response = case when m.email <> '' then left(o.response, 500) end,
    due_at = coalesce(o.due_at, m.due_at), attempts = m.attempts + o.counted,
    accepted_at = case when o.state = 'accepted' then now() end,
    claim_id = case when o.state = 'unknown' then m.claim_id end, lease_until = null, updated_at = now()
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[])
    as o (id, state, reason, response, counted, due_at)
  where m.id = o.id and m.claim_id = $1 and m.state in ('claimed', 'submitting', 'unknown')
    and (m.state <> 'unknown' or o.state <> 'unknown')`;

/** $1 messages: those that were refused for good, as that was recorded; of an erased person nothing is known. */
export const refusedMessages = `
  select id, response from messages where id = any ($1::uuid[]) and state = 'failed'
    and reason in ('rejected', 'retries_exhausted') and email <> '' and response is not null`;

const summary = `m.id, m.contact_id as "contactId", m.email as "to", m.subject, m.state, m.reason, m.response,
  m.created_at as "createdAt", m.accepted_at as "acceptedAt"`;

/** $1 state or null, $2 contact or null, $3 start of an address or null, $4 its upper bound, $5 before this id, $6 limit. Newest first. */
export const listMessages = `
  select ${summary} from messages m
  where ($1::text is null or m.state = $1) and ($2::uuid is null or m.contact_id = $2)
    and ($3::text is null or (m.email_key >= $3 and m.email_key < $4)) and ($5::uuid is null or m.id < $5)
  order by m.id desc limit $6`;

/** $1 message. */
export const messageOf = `
  select ${summary}, ${receiptsOf('m.organization_id', 'm.id')} as receipts, m.to_name as "toName", json_build_object('name', m.sender_name, 'address', m.sender_email) as "from",
    m.reply_to_email as "replyTo", m.idempotency_key as "idempotencyKey", m.attempts, m.submitted_at as "submittedAt",
    case when m.state in ('pending', 'deferred') then m.due_at end as "dueAt",
    case when m.state = 'pending' then m.limited_by end as "waitsFor",
    (select json_build_object('id', t.id, 'name', t.name) from templates t
      where t.organization_id = m.organization_id and t.id = m.template_id) as template,
    coalesce((select u.name from users u where u.id = m.created_by_id),
      (select k.name from api_keys k where k.organization_id = m.organization_id and k.id = m.api_key_id)) as by
  from messages m where m.id = $1`;

/** $1 message. */
export const attemptsOf = `
  select a.at, a.state, a.response, t.name as transport, a.next_attempt_at as "nextAttemptAt" from message_attempts a
  left join transports t on t.organization_id = a.organization_id and t.id = a.transport_id
  where a.message_id = $1 order by a.at`;

/** $1 message. */
export const filesOf = `
  select name, content_type as "contentType", size, removed_at as "removedAt" from message_attachments
  where message_id = $1 order by position`;

/** Those that wait for a limit or transport. */
export const recheckWaiting = `
  update messages set due_at = now(), limited_by = null where state in ('pending', 'deferred') and limited_by is not null`;
