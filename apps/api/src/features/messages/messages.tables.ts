import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

/** Also of addresses that were no contact's when the message was sent. */
const ofPerson =
  '(select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[]))';

export const messagesTables: readonly Table[] = [
  {
    name: 'messages',
    goesAfter: ['inbound_mails'], // found by the addresses of messages
    stop: `update messages set state = 'skipped', reason = 'cancelled', claim_id = null, lease_until = null
      where state in ('pending', 'deferred', 'claimed')`,
    restored: `update messages set state = 'unknown', claim_id = gen_random_uuid(), lease_until = null, updated_at = now(),
      response = 'A backup was restored. The message may have been sent after the backup was made.'
      where state in ('pending', 'deferred', 'claimed', 'submitting')`,
    addressesOfOthers: { sender_email: 'the organization', reply_to_email: 'the organization' },
    // What was not handed over yet never is.
    personal: {
      held: `select to_jsonb(t) - '{organization_id,email_key,request_hash,claim_id,created_by_id,api_key_id}'::text[] as row
        from messages t where t.contact_id = any ($1::uuid[]) or t.email_key = any ($2::text[])`,
      erase:
        counted(`update messages set email = '', email_key = '', to_name = '', subject = '', response = null, headers = '{}',
        idempotency_key = null, request_hash = null, updated_at = now(),
        state = case when state in ('pending', 'deferred', 'claimed') then 'skipped' else state end,
        reason = case when state in ('pending', 'deferred', 'claimed') then 'erased' else reason end,
        claim_id = case when state = 'claimed' then null else claim_id end
        where contact_id = any ($1::uuid[]) or email_key = any ($2::text[])`),
    },
    timeline: `
      select 'transactional', coalesce(t.accepted_at, t.submitted_at, t.created_at), 't:' || t.id,
        jsonb_build_object('messageId', t.id, 'subject', t.subject, 'state', t.state, 'reason', t.reason)
      from person p join messages t on t.organization_id = p.organization_id and t.contact_id = p.id`,
  },
  {
    name: 'message_attempts',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from message_attempts t where t.message_id in ${ofPerson}`,
      erase: counted(`update message_attempts set response = null where message_id in ${ofPerson}`),
    },
  },
  {
    name: 'message_attachments',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from message_attachments t where t.message_id in ${ofPerson}`,
      erase: counted(`update message_attachments set name = '' where message_id in ${ofPerson}`),
    },
  },
];
