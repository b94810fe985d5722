import { isoInstant } from '../../platform/iso-instant.ts';
import { erasedHashOf } from './erased-hash.ts';

/**
 * SQL for why the contact `c` gets no message about a topic (null: the default one) at an address, as the ledger's code
 * (`skipReasons`); null when nothing speaks against it. Looked at twice: when an audience is frozen, and in the gate
 * just before the hand-over. An address is hashed only where somebody was erased: that costs more than all the rest.
 */
export function reasonToSkip(topicId: string, addressKey = 'c.email_key'): string {
  return `case
    when c.subscription = 'unsubscribed' then 'unsubscribed'
    when ${addressKey} is null then 'no_address'
    when exists (select from suppressions s where s.organization_id = c.organization_id and s.address_key = ${addressKey})
      or (select exists (select from suppressions h where h.address_hash is not null))
        and exists (select from suppressions s where s.organization_id = c.organization_id
        and s.address_hash = ${erasedHashOf(addressKey)})
      then 'suppressed'
    when c.paused_until > now() then 'paused'
    when exists (select from topic_preferences w where w.organization_id = c.organization_id and w.contact_id = c.id
      and w.topic_id = coalesce(${topicId}, (select t.id from topics t where t.is_default)) and not w.wanted)
      then 'topic' end`;
}

/**
 * SQL for why a transactional message `m` is not sent, as `messageSkipReasons`; or null. Who unsubscribed, paused or does
 * not want a topic still gets what they asked for; an address that bounces, complained or was suppressed by somebody
 * gets nothing, and one that was erased is nobody's.
 */
export const reasonToSkipMessage = `case
    when m.email = '' then 'erased'
    when exists (select from suppressions s where s.organization_id = m.organization_id and s.address_key = m.email_key
        and s.reason <> 'unsubscribe')
      or (select exists (select from suppressions h where h.address_hash is not null))
        and exists (select from suppressions s where s.organization_id = m.organization_id
        and s.address_hash = ${erasedHashOf('m.email_key')})
      then 'suppressed' end`;

/** SQL for why an address (an SQL value, compared as `contacts.email_key` is) gets nothing, since when and what was noted, as JSON; or null. */
export function suppressionReasonOf(addressKey: string): string {
  return `(select json_build_object('reason', s.reason, 'note', s.note, 'since',
    ${isoInstant('s.created_at')}) from suppressions s
    where s.address_key = ${addressKey}
      or s.address_hash = ${erasedHashOf(addressKey)} limit 1)`;
}
