import { eventLogLimits } from '@engagex/domain/events';

export const endSlowSearch = `select set_config('statement_timeout', '${eventLogLimits.searchSeconds}s', true)`;

/** $1 keys. */
export const namesOfKeys = 'select id, name from api_keys where id = any ($1::uuid[])';
