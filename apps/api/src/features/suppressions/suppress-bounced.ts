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

/** Arrays: $1 addresses, $2 words. Only what a person said of themselves is stronger than their complaint. */
const addComplained = `
  insert into suppressions (address_key, reason, source, note)
  select distinct on (1) lower(b.email collate "C"), 'complaint', 'complaint', nullif(b.response, '')
  from unnest($1::text[], $2::text[]) as b (email, response) order by 1
  on conflict (organization_id, address_key) do update set reason = excluded.reason, source = excluded.source, note = excluded.note
  where suppressions.reason in ('hard_bounce', 'manual', 'import')`;

/** Puts addresses on the list in the open transaction; how many were not there yet. */
export async function suppressBounced(db: TenantDb, live: Live, bounced: readonly Bounced[]): Promise<number> {
  if (bounced.length === 0) return 0;
  return suppress({ db, live }, 'bounce', bounced);
}

/** The same for people who reported a message as spam; a trigger unsubscribes them. */
export async function suppressComplained(db: TenantDb, live: Live, complained: readonly Bounced[]): Promise<number> {
  return complained.length === 0 ? 0 : suppress({ db, live }, 'complaint', complained);
}

async function suppress(
  { db, live }: { readonly db: TenantDb; readonly live: Live },
  source: 'bounce' | 'complaint',
  bounced: readonly Bounced[],
): Promise<number> {
  await noteOrigin(db, { source });
  const added = await db.affected(source === 'bounce' ? addBounced : addComplained, [
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
