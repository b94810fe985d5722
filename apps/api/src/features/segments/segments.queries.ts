import type { TextField } from '@engagex/domain/segments';
import type { CompiledSegment } from './compile-segment.ts';

/** Named SQL of segments. All of it runs in a tenant transaction. */

export const listSegments = `
  select id, name, tree, created_at as "createdAt", updated_at as "updatedAt" from segments
  where deleted_at is null order by lower(name), id limit 1000`;

/** By name, $1 of them at most. */
export const firstSegments = `
  select id, name, tree from segments where deleted_at is null order by lower(name), id limit $1`;

/** $1 what is searched for; `values` is one value of a contact `c` in a row. */
const frequentValues = (values: string) => `
  select v.value from (select * from contacts where deleted_at is null order by id desc limit 10000) c
    cross join lateral (${values}) v
  where v.value <> '' group by v.value having strpos(fold_for_search(v.value), fold_for_search($1)) > 0
  order by count(*) desc, v.value limit 20`;

export const valuesOfField = (field: TextField) => frequentValues(`select c.${field} as value`);

/** $2 the attribute: its text, or each item of its list. */
export const valuesOfAttribute = frequentValues(`
  select value from jsonb_array_elements_text(case jsonb_typeof(c.attributes -> $2::text)
    when 'array' then c.attributes -> $2::text when 'string' then jsonb_build_array(c.attributes -> $2::text)
    else '[]' end)`);

/** $1 segments. */
export const segmentsById = `select id, name, tree from segments where id = any ($1::uuid[]) and deleted_at is null`;

/** Trees are changed one at a time, or two that refer to each other could become a circle. */
export const lockTrees = `select pg_advisory_xact_lock(hashtextextended('segments ' || current_organization(), 0))`;

/**
 * For the transaction: large sets stay in memory and are hashed, and more than one process may read them. Where PostgreSQL takes a set for much smaller than it is, it would look up a hundred thousand one by one.
 * Indexes are read as quickly as tables: no disk of today has to move, and most of them are in memory.
 */
export const tuneForSegments = `
  select set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true), set_config('enable_nestloop', 'off', true),
    set_config('random_page_cost', '1.1', true)`;

/** For the transaction: somebody is waiting for the answer, so it has a time limit. */
export const endWhenSlow = `select set_config('statement_timeout', '30s', true)`;

const member = `c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.subscription`;

export function countMembers({ from, where }: CompiledSegment): string {
  return `select count(*) as count from ${from} where c.deleted_at is null and ${where}`;
}

/**
 * Newest first; `cursor` and `limit` are placeholders. Everyone is found before they are ordered: PostgreSQL knows too
 * little of attributes to guess how soon it would find enough by walking through the contacts.
 */
export function listMembers({ from, where }: CompiledSegment, cursor: string, limit: string): string {
  return `select * from (select ${member} from ${from} where c.deleted_at is null and ${where}
    and (${cursor}::uuid is null or c.id < ${cursor}) offset 0) m order by id desc limit ${limit}`;
}

/** The same among so many of the next contacts only. */
export function listNearby({ where }: CompiledSegment, cursor: string, limit: string, among: number): string {
  return `select ${member} from (select * from contacts where deleted_at is null
    and (${cursor}::uuid is null or id < ${cursor}) order by id desc limit ${among}) c
    where ${where} order by c.id desc limit ${limit}`;
}

/** One contact by address: $1. */
export const contactByAddress = `select id from contacts where email_key = $1 and deleted_at is null`;
