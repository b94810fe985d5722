import { afterCommit, type TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';
import { noteOrigin } from '../preferences/index.ts';
import { suppressAll } from './suppress.ts';

/** An address that its mail server says does not exist. */
export interface Bounced {
  readonly email: string;
  /** What the server said. */
  readonly response: string;
}

/** Arrays: $1 addresses, $2 what their servers said. */
const addBounced = suppressAll(`
  select distinct on (1) lower(b.email collate "C"), 'hard_bounce', 'bounce', b.response, null::uuid
  from unnest($1::text[], $2::text[]) as b (email, response)`);

/** Puts addresses on the list in the open transaction; how many were not there yet. */
export async function suppressBounced(db: TenantDb, live: Live, bounced: readonly Bounced[]): Promise<number> {
  if (bounced.length === 0) return 0;
  await noteOrigin(db, { source: 'bounce' });
  const added = await db.affected(addBounced, [
    bounced.map(({ email }) => email),
    bounced.map(({ response }) => response),
  ]);
  if (added > 0)
    afterCommit(() => {
      live.publish('suppressions');
      live.publish('preferences');
    });
  return added;
}
