import { isoInstant } from '../../platform/iso-instant.ts';

/** Named SQL of event webhooks and what they bring. All of it but the first runs in a tenant transaction. */

/** $1 webhook: whose it is. */
export const organizationOfHook = 'select organization_of_event_hook($1) as "organizationId"';

const hook = `h.id, h.provider, h.verification_key as "verificationKey",
  h.topic_arn as "topicArn", h.secret_encrypted is not null as "hasSecret", h.last_event_at as "lastEventAt", h.received,
  h.ignored, h.foreign_events as "foreign", ${isoInstant('h.updated_at')} as "updatedAt"`;

/** $1 transport, or null for all. Those of deleted transports are not among them. */
export const listHooks = `
  select ${hook} from event_hooks h
  join transports t on t.organization_id = h.organization_id and t.id = h.id and t.deleted_at is null
  where $1::uuid is null or h.id = $1 order by t.position, t.id limit 100`;

/** $1 webhook: what tells its provider from others. */
export const keysOfHook = `
  select h.provider, h.verification_key as "verificationKey", h.topic_arn as "topicArn",
    h.secret_encrypted as "sealed", h.secret_key_id as "keyId"
  from event_hooks h
  join transports t on t.organization_id = h.organization_id and t.id = h.id and t.deleted_at is null
  where h.id = $1`;

/** $1 transport: holds it while its webhook changes. */
export const lockTransport = 'select id from transports where id = $1 and deleted_at is null for no key update';

/** $1 transport: the provider and secret that are stored. */
export const storedSecret = `
  select provider, secret_encrypted as "sealed", secret_key_id as "keyId" from event_hooks where id = $1`;

/** $1 transport, $2 provider, $3 key, $4 topic, $5 sealed secret, $6 its key, $7 who. Another provider begins anew. */
export const saveHook = `
  insert into event_hooks as h (id, provider, verification_key, topic_arn, secret_encrypted, secret_key_id,
    created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $6, $7, $7)
  on conflict (organization_id, id) do update set provider = excluded.provider,
    verification_key = excluded.verification_key, topic_arn = excluded.topic_arn,
    secret_encrypted = excluded.secret_encrypted, secret_key_id = excluded.secret_key_id,
    last_event_at = case when h.provider = excluded.provider then h.last_event_at end,
    received = case when h.provider = excluded.provider then h.received else 0 end,
    ignored = case when h.provider = excluded.provider then h.ignored else 0 end,
    foreign_events = case when h.provider = excluded.provider then h.foreign_events else 0 end,
    updated_at = now(), updated_by_id = excluded.updated_by_id
  returning id`;

/** $1 transport. Events that wait to be applied go with it. */
export const forgetEventsOfHook = `
  delete from provider_events where hook_id = $1`;
export const deleteHook = 'delete from event_hooks where id = $1 returning id';

/** $1 webhook, $2 how many were ignored, $3 foreign; arrays: $4 source ids, $5 deliveries, $6 payloads; $7 now. In one order, as everybody does. */
export const storeEvents = `
  with added as (
    insert into provider_events (hook_id, source_id, delivery_id, payload, received_at)
    select $1, s, d, p, $7 from unnest($4::text[], $5::uuid[], $6::text[]) as e (s, d, p) order by s
    on conflict (organization_id, hook_id, source_id) do nothing returning 1
  ), counted as (
    update event_hooks set last_event_at = $7, ignored = ignored + $2, foreign_events = foreign_events + $3,
      received = received + (select count(*) from added)
    where id = $1
  )
  select count(*)::int as stored from added`;

/** $1 how many at most: those that wait, the oldest first. */
export const waitingEvents = `
  select e.id, e.delivery_id as "deliveryId", e.payload, e.received_at as "receivedAt", h.provider,
    exists (select from deliveries d where d.id = e.delivery_id) as "isDelivery",
    exists (select from messages m where m.id = e.delivery_id) as "isMessage"
  from provider_events e join event_hooks h on h.organization_id = e.organization_id and h.id = e.hook_id
  where e.applied_at is null order by e.id limit $1`;

/** Arrays: $1 events, $2 what came of them; $3 now. What is about messages of others is not kept. */
export const eventsApplied = `
  with applied as (
    update provider_events e set applied_at = $3, outcome = a.outcome,
      payload = case when a.outcome = 'foreign' then '' else e.payload end
    from unnest($1::uuid[], $2::text[]) as a (id, outcome) where e.id = a.id and e.applied_at is null
    returning e.hook_id, e.outcome
  )
  update event_hooks h set foreign_events = h.foreign_events + f.events, received = h.received - f.events
  from (select hook_id, count(*) as events from applied where outcome = 'foreign' group by 1) f where h.id = f.hook_id`;

/** $1 before when, $2 how many at most. */
export const forgetEvents = `
  delete from provider_events where id in (select id from provider_events where applied_at < $1 limit $2)`;
