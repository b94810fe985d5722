import { hash } from 'node:crypto';
import type { Share } from '@engagex/tenancy';
import type { LoggedEvent } from '../../../ports/event-log.ts';
import { type EventLimit, usedInPeriod } from '../../plans/index.ts';

/** 16 bytes of the message id, which is how it is remembered. */
export function hashOfMessage({ messageId }: LoggedEvent): string {
  return hash('sha256', messageId).slice(0, 32);
}

/** What one organization appends. Answers the hashes of those that were not there yet, as `hash` without dashes. */
export function appending(organizationId: string, events: ReadonlyMap<string, LoggedEvent>): Share {
  return { organizationId, statement: { text: append, values: [rowsOf(events)], isKept: true } };
}

/**
 * The same where a plan limits events. The first part is a lock: of all who append for the organization each sees what those before it
 * stored, so that exactly as many pass as are left. Answers also who is beyond that, with `isBeyond`.
 */
export function appendingWithin(
  organizationId: string,
  events: ReadonlyMap<string, LoggedEvent>,
  { most, from, until }: EventLimit,
): readonly [Share, Share] {
  return [
    { organizationId, statement: { text: holdLimit, values: [], isKept: true } },
    { organizationId, statement: { text: appendWithin, values: [rowsOf(events), most, from, until], isKept: true } },
  ];
}

function rowsOf(events: ReadonlyMap<string, LoggedEvent>): string {
  const rows = [...events].map(([key, event], place) => ({
    i: place,
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
  return JSON.stringify(rows);
}

const holdLimit = `select pg_advisory_xact_lock(hashtextextended('limit of events of ' || current_organization(), 0))`;

const given = `
  select * from jsonb_to_recordset($1::jsonb) as g (i int, h uuid, o timestamptz, n text, p uuid, r jsonb, c jsonb, k text, y uuid,
    t boolean, a text, u text, m text, w text[])`;

const months = `
  select distinct date_trunc('month', at at time zone 'UTC')::date as month
  from unnest(array[now() - interval '5 minutes', now() + interval '5 minutes']) at`;

/**
 * The message ids, the events that are new by them, and one batch that hands these on. Around the turn of a month an id is noted in both
 * months, so that two processes whose requests meet at midnight cannot each store the event in a month of its own. In one order,
 * so that two groups with the same ids wait and do not block each other.
 */
const storing = `
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
    select min(received_at), max(received_at), array_agg(id order by id) from stored having count(*) > 0)`;

const append = `
  with given as materialized (${given}), months as materialized (${months}), ${storing}
  select replace(hash::text, '-', '') as hash from fresh`;

/** $2 up to how many, $3 and $4 the period. Without an account of usage nothing is counted, and nothing limited. */
const appendWithin = `
  with months as materialized (${months}),
  unseen as materialized (
    select g.*, row_number() over (order by i) as place from (${given}) g
    where not exists (select from event_ids seen where seen.organization_id = (select current_organization()) and seen.hash = g.h
      and (seen.month in (select month from months) or seen.month = (select (min(month) - interval '1 month')::date from months)))),
  room as materialized (
    select case when exists (select from usage_accounts) then $2::bigint - (${usedInPeriod('events', '$3::timestamptz', '$4::timestamptz')}) end as places),
  given as materialized (select u.* from unseen u, room where u.place <= coalesce(room.places, u.place)),
  ${storing}
  select replace(hash::text, '-', '') as hash, false as "isBeyond" from fresh
  union all
  select replace(u.h::text, '-', ''), true from unseen u, room where u.place > room.places`;
