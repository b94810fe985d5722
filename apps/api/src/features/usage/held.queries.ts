import { reasonToSkip } from '../preferences/index.ts';

/**
 * What an organization holds at the end of a day (UTC), entered in the last hour of it. Contacts, seats and domains count
 * once in a month however often they come and go. $1 that hour, as an hour of Unix time.
 */

const hour = 'to_timestamp($1::int * 3600.0)';
const month = `date_trunc('month', ${hour} at time zone 'UTC')::date`;

const enter = (meter: string, held: string) => `
  insert into usage_entries (meter, hour, act_id, month, quantity)
  select '${meter}', ${hour}, id, ${month}, 1 from (${held}) held
  on conflict (organization_id, meter, month, act_id) where month is not null do nothing`;

/** Contacts that could be mailed about something: not who unsubscribed, bounced, complained, was suppressed or has no address. */
export const enterContacts = enter(
  'contacts',
  `select c.id from contacts c where c.deleted_at is null and coalesce(${reasonToSkip('null::uuid')}, 'topic') in ('topic', 'paused')`,
);

export const enterSeats = enter('seats', 'select m.id from memberships m');

/** Domains that were proved, also while their records are damaged. */
export const enterDomains = enter('domains', `select d.id from domains d where d.state in ('verified', 'degraded')`);

/** Megabytes (10^6 bytes) of images, of this day. */
export const enterStorage = `
  insert into usage_entries (meter, hour, act_id, quantity)
  select 'storage', ${hour}, uuidv7(), ceil(bytes / 1e6)::bigint from (
    select sum(bytes) as bytes from images where deleted_at is null or used_at is not null
  ) stored where bytes > 0`;
