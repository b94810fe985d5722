import type { TenantDb } from '@engagex/tenancy';
import { erasedHashOf } from '../preferences/index.ts';

/**
 * The statement that puts many addresses on the list: the rows of a query of address, reason, source, note and who, in the
 * order of the addresses, as everybody adds many. What is on the list already stays as it is.
 */
export function suppressAll(rows: string): string {
  return `
    insert into suppressions (address_key, reason, source, note, created_by_id)
    ${rows} order by 1 on conflict do nothing`;
}

/** Lets an address through again whose person left and came back. */
export async function unsuppressReturned(db: TenantDb, addressKey: string): Promise<void> {
  await db.rows(`delete from suppressions where address_key = $1 and reason = 'unsubscribe'`, [addressKey]);
}

/** Keeps addresses of erased people suppressed: all that is known of them is a salted hash. */
export async function suppressErased(db: TenantDb, addressKeys: readonly string[]): Promise<void> {
  await db.rows('insert into erasure_salts default values on conflict do nothing');
  await db.rows(
    `insert into suppressions (address_hash, reason, source)
     select distinct ${erasedHashOf('key')}, 'erased', 'erasure' from unnest($1::text[]) key on conflict do nothing`,
    [addressKeys],
  );
}
