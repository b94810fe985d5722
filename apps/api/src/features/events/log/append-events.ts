import { hash } from 'node:crypto';
import type { Share } from '@engagex/tenancy';
import type { LoggedEvent } from '../../../ports/event-log.ts';

/** 16 bytes of the message id, which is how it is remembered. */
export function hashOfMessage({ messageId }: LoggedEvent): string {
  return hash('sha256', messageId).slice(0, 32);
}

/** What one organization appends. Answers the hashes of those that were not there yet, as `hash` without dashes. */
export function appending(organizationId: string, events: ReadonlyMap<string, LoggedEvent>): Share {
  const rows = [...events].map(([key, event]) => ({
    h: key,
    o: event.occurredAt,
    n: event.name,
    p: event.personId,
    r: event.properties,
    c: event.context,
    k: event.kind,
    y: event.keyId,
    t: event.isTrusted,
    a: event.anonymousId,
    u: event.userId,
    m: event.messageId,
    w: event.warnings,
  }));
  return { organizationId, statement: { text: append, values: [JSON.stringify(rows)], isKept: true } };
}

/**
 * The message ids, the events that are new by them, and one batch that hands these on. Around the turn of a month an id is noted in both
 * months, so that two processes whose requests meet at midnight cannot each store the event in a month of its own. In one order,
 * so that two groups with the same ids wait and do not block each other.
 */
const append = `
  with given as materialized (
    select * from jsonb_to_recordset($1::jsonb) as g (h uuid, o timestamptz, n text, p uuid, r jsonb, c jsonb, k text, y uuid,
      t boolean, a text, u text, m text, w text[])),
  months as materialized (
    select distinct date_trunc('month', at at time zone 'UTC')::date as month
    from unnest(array[now() - interval '5 minutes', now() + interval '5 minutes']) at),
  noted as (
    insert into event_ids (month, hash)
    select months.month, given.h from months cross join given
    where not exists (select from event_ids seen where seen.organization_id = (select current_organization())
      and seen.month = (select (min(month) - interval '1 month')::date from months) and seen.hash = given.h)
    order by 1, 2 on conflict do nothing returning hash),
  fresh as (select hash from noted group by hash having count(*) = (select count(*) from months)),
  stored as (
    insert into events (occurred_at, name, person_id, properties, context, kind, key_id, trusted, anonymous_id, user_id, message_id, warnings)
    select o, n, p, r, c, k, y, t, a, u, m, w from given where h in (select hash from fresh) returning id, received_at),
  batch as (
    insert into event_batches (first_received_at, last_received_at, event_ids)
    select min(received_at), max(received_at), array_agg(id order by id) from stored having count(*) > 0)
  select replace(hash::text, '-', '') as hash from fresh`;
