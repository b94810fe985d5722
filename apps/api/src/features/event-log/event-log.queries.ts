import { eventLogLimits } from '@engagex/domain/events';

export const endSlowSearch = `select set_config('statement_timeout', '${eventLogLimits.searchSeconds}s', true)`;

/** $1 keys. */
export const namesOfKeys = 'select id, name from api_keys where id = any ($1::uuid[])';

/**
 * $1 key: after when nothing came with it, so that the search for events of a key that is used no more begins where they are. It
 * is noted once a minute that a key is used.
 */
export const lastUseOfKey = `
  select coalesce(last_used_at, created_at) + interval '2 minutes' as "endedAt" from api_keys where id = $1`;
