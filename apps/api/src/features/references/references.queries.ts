/** Named SQL of who refers to what. All of it runs in a tenant transaction. */

/** How many are named. */
export const mostNamed = 20;

/** @param referring what tables say of themselves, put together. */
export function usesOf(referring: string): string {
  return `select kind, id, name, count(*) over ()::int as total from (select distinct kind, id, name from (${referring}) all_uses) u
    order by kind, lower(name), id limit ${mostNamed}`;
}

/**
 * References of an organization change and things others refer to are deleted one after the other: whoever adds a
 * reference shares the lock, whoever deletes has it alone, and each looks after it has the lock.
 */
const key = `hashtextextended('references ' || current_organization(), 0)`;
export const shareReferences = `select pg_advisory_xact_lock_shared(${key})`;
export const holdReferences = `select pg_advisory_xact_lock(${key})`;

/**
 * $1 groups, $2 segments, $3 campaigns, $4 names of attributes, $5 topics, $6 templates: those that are gone, by what they
 * were called. An attribute that never existed is not gone: no contact ever had it.
 */
export const goneOf = `
  select x.kind, x.id, coalesce(x.name, '') as name from (
    select 'group' as kind, i.id::text, t.name, t.deleted_at, t.id as found from unnest($1::uuid[]) i (id) left join groups t on t.id = i.id
    union all select 'segment', i.id::text, t.name, t.deleted_at, t.id from unnest($2::uuid[]) i (id) left join segments t on t.id = i.id
    union all select 'campaign', i.id::text, t.name, t.deleted_at, t.id from unnest($3::uuid[]) i (id) left join campaigns t on t.id = i.id
    union all select 'attribute', i.name, t.label, t.deleted_at, t.id from unnest($4::text[]) i (name) join attribute_definitions t on t.name = i.name
    union all select 'topic', i.id::text, t.name, t.deleted_at, t.id from unnest($5::uuid[]) i (id) left join topics t on t.id = i.id
    union all select 'template', i.id::text, t.name, t.deleted_at, t.id from unnest($6::uuid[]) i (id) left join templates t on t.id = i.id
  ) x where x.found is null or x.deleted_at is not null order by x.kind, name, x.id`;
