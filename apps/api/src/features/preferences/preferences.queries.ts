import { isoInstant } from '../../platform/iso-instant.ts';
import { erasedHashOf } from './erased-hash.ts';

/** Named SQL of preferences. All of it runs in a tenant transaction. */

/** $1 contact: a row when there is one that was not deleted. */
export const contactPreferences = `
  select case when c.paused_until > now() then c.paused_until end as "pausedUntil", (
    select json_build_object('id', s.id, 'reason', s.reason, 'note', s.note, 'at', ${isoInstant('s.created_at')}) from suppressions s
    where s.organization_id = c.organization_id and (s.address_key = c.email_key
      or s.address_hash = ${erasedHashOf('c.email_key')})
    order by s.address_key is null limit 1) as suppression
  from contacts c where c.id = $1 and c.deleted_at is null`;

/** $1 contact. */
export const topicsOfContact = `
  select t.id, t.name, t.description, t.is_default as "isDefault", coalesce(w.wanted, true) as wanted
  from topics t left join topic_preferences w on w.organization_id = t.organization_id and w.topic_id = t.id and w.contact_id = $1
  where t.deleted_at is null order by t.position, t.id`;

/** $1 contact, newest first. */
export const historyOfContact = `
  select e.id, e.kind, t.name as topic, e.was, e.became, e.source, e.wording, e.address, e.at,
    coalesce(u.name, k.name) as actor
  from consent_entries e
  left join topics t on t.organization_id = e.organization_id and t.id = e.topic_id
  left join users u on u.id = e.actor_id
  left join api_keys k on k.organization_id = e.organization_id and k.id = e.actor_id
  where e.contact_id = $1 order by e.id desc limit 100`;

/** $1 contact, $2 topics, $3 which of them are wanted: what was never said and stays as it is leaves no row. */
export const saveTopicPreferences = `
  insert into topic_preferences as w (contact_id, topic_id, wanted)
  select $1, t.id, t.id = any($3::uuid[]) from topics t
  where t.id = any($2::uuid[]) and t.deleted_at is null and (t.id <> all($3::uuid[])
    or exists (select from topic_preferences x where x.organization_id = t.organization_id and x.topic_id = t.id and x.contact_id = $1))
  order by t.id
  on conflict (organization_id, contact_id, topic_id) do update set wanted = excluded.wanted, at = now()
  where w.wanted <> excluded.wanted`;
