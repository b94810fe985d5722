import { erasedHashOf } from '../preferences/index.ts';

/** Named SQL that replays what people said since a backup. All of it runs in a tenant transaction, in this order. */

/** The log continues where it was broken off: entries in the order in which they were written, the last one about each thing counts. */
const pending = `preference_log l where l.replay = 'pending'`;

export const replaySalt = `
  insert into erasure_salts (salt) select decode(l.value #>> '{}', 'hex') from ${pending} and l.kind = 'salt'
  order by l.seq desc limit 1 on conflict do nothing`;

/** Addresses that are let through by what follows and were not let through then: a contact may have had another address. */
export const leftUnmentioned = `
  select s.address_key as address, s.created_at as "createdAt" from suppressions s join contacts c
    on c.organization_id = s.organization_id and c.email_key = s.address_key
  where s.reason = 'unsubscribe' and c.id in (select l.contact_id from ${pending} and l.kind = 'subscription')
    and not exists (select from ${pending} and l.address_key = s.address_key)`;

export const replaySubscriptions = `
  update contacts c set subscription = l.value ->> 'subscription', unsubscribed_at = (l.value ->> 'unsubscribedAt')::timestamptz,
    paused_until = (l.value ->> 'pausedUntil')::timestamptz, updated_at = now()
  from (select distinct on (l.contact_id) l.contact_id, l.value from ${pending} and l.kind = 'subscription'
    order by l.contact_id, l.seq desc) l
  where c.id = l.contact_id and c.erased_at is null
    and (c.subscription, c.paused_until) is distinct from (l.value ->> 'subscription', (l.value ->> 'pausedUntil')::timestamptz)`;

/** $1 addresses, $2 since when. */
export const suppressAgain = `
  insert into suppressions (address_key, reason, source, created_at)
  select a, 'unsubscribe', 'preference', t from unnest($1::text[], $2::timestamptz[]) x (a, t) order by 1 on conflict do nothing`;

export const replayTopics = `
  insert into topic_preferences as w (contact_id, topic_id, wanted, at)
  select distinct on (l.contact_id, l.topic_id) l.contact_id, l.topic_id, l.value::text::boolean, l.at
  from ${pending} and l.kind = 'topic'
    and exists (select from contacts c where c.id = l.contact_id and c.erased_at is null)
    and exists (select from topics t where t.id = l.topic_id)
  order by l.contact_id, l.topic_id, l.seq desc
  on conflict (organization_id, contact_id, topic_id) do update set wanted = excluded.wanted, at = excluded.at
  where w.wanted <> excluded.wanted`;

const lastOfAddress = `(select distinct on (l.address_key) l.address_key, l.kind, l.value from ${pending} and l.address_key is not null
  order by l.address_key, l.seq desc)`;

export const replayReleases = `
  delete from suppressions s using ${lastOfAddress} l where l.kind = 'released' and s.address_key = l.address_key`;

export const replaySuppressions = `
  insert into suppressions as s (address_key, reason, source, created_at)
  select l.address_key, l.value ->> 'reason', l.value ->> 'source', (l.value ->> 'createdAt')::timestamptz
  from ${lastOfAddress} l where l.kind = 'suppressed' order by 1
  on conflict (organization_id, address_key) do update set reason = excluded.reason, source = excluded.source
  where s.reason <> excluded.reason`;

export const replayErasedAddresses = `
  insert into suppressions (address_hash, reason, source)
  select distinct l.address_hash, 'erased', 'erasure' from ${pending} and l.address_hash is not null on conflict do nothing`;

const wasErased = (addressKey: string) => `${erasedHashOf(addressKey)} in (
  select l.address_hash from ${pending} and l.address_hash is not null)`;

/** What the log itself says in plain text of an address that was erased later. */
export const forgetErasedAddresses = `
  with log as (delete from preference_log o where o.address_key is not null and ${wasErased('o.address_key')})
  delete from suppressions s where s.address_key is not null and ${wasErased('s.address_key')}`;

/** Contacts that were erased since, by their number then or by an address they have here. */
export const contactsToErase = `
  select c.id from contacts c where c.erased_at is null and c.merged_into_id is null and (
    c.id in (select coalesce(m.merged_into_id, m.id) from contacts m join preference_log l on l.contact_id = m.id
      where l.replay = 'pending' and l.kind = 'erased')
    or exists (select from ${pending} and l.address_hash is not null) and c.email_key is not null and ${wasErased('c.email_key')})
  order by c.id limit 1`;

export const endReplay = `
  with replayed as (update preference_log set replay = 'done' where replay = 'pending')
  update restored_organizations set settled_at = now() where settled_at is null`;
