import { suppressAll } from './suppress.ts';

/** Named SQL of the suppression list. All of it runs in a tenant transaction. */

const columns = `s.id, s.address_key as address, s.reason, s.note, s.created_at as "createdAt",
  (select u.name from users u where u.id = s.created_by_id) as by,
  (select c.id from contacts c where c.email_key = s.address_key and c.deleted_at is null) as "contactId"`;

const matching = `($1::text is null or (s.address_key >= $1 and s.address_key < $2)) and ($3::text is null or s.reason = $3)`;

/** $1 start of an address or null, $2 its upper bound, $3 reason or null, $4 before this id or null, $5 limit. Newest first. */
export const listSuppressions = `
  select ${columns} from suppressions s where ${matching} and ($4::uuid is null or s.id < $4) order by s.id desc limit $5`;

/** $1 start of an address or null, $2 its upper bound, $3 reason or null. */
export const countSuppressions = `select count(*) as count from suppressions s where ${matching}`;

/** $1 id. */
export const suppressionOf = `select ${columns} from suppressions s where s.id = $1`;

/** $1 address, $2 note, $3 who: nothing when the address is there already. */
export const addSuppression = `
  insert into suppressions (address_key, reason, source, note, created_by_id) values ($1, 'manual', 'member', $2, $3)
  on conflict do nothing returning id`;

/** $1 addresses, $2 file, $3 who. */
export const importSuppressions = suppressAll(
  `select a, 'import', 'import', $2, $3::uuid from unnest($1::text[]) as x (a)`,
);

/** $1 id: lets its address through again; what was heard of it before counts no more. */
export const releaseSuppression = `
  with released as (delete from suppressions where id = $1 returning address_key)
  insert into suppression_releases (address_key) select address_key from released where address_key is not null
  on conflict (organization_id, address_key) do update set at = excluded.at`;
