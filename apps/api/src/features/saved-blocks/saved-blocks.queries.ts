/** Named SQL of saved blocks. All of it runs in a tenant transaction. */
import { holdsSavedBlock } from '../../platform/tables/references.ts';

const savedBlock = `
  select s.id, s.name, s.blocks, s.published, s.release, s.blocks <> s.published as "isChanged",
    s.published_before is not null as "canUndo", s.created_at as "createdAt", s.updated_at as "updatedAt",
    s.published_at as "publishedAt",
    (select count(*)::int from templates t
      where t.kind = 'visual' and t.deleted_at is null and ${holdsSavedBlock('t.document', 's.id::text')}) as templates
  from saved_blocks s`;

export const listSavedBlocks = `${savedBlock} where s.deleted_at is null order by lower(s.name), s.id`;

/** $1 id. */
export const savedBlockOf = `${savedBlock} where s.id = $1 and s.deleted_at is null`;

export const lockSavedBlocks = `select pg_advisory_xact_lock(hashtextextended('saved blocks ' || current_organization(), 0))`;

export const countSavedBlocks = 'select count(*)::int as count from saved_blocks where deleted_at is null';

/** $1 id or null, $2 name. */
export const nameTaken = `
  select id from saved_blocks where lower(name) = lower($2) and deleted_at is null and id is distinct from $1`;

/** $1 name, $2 blocks, $3 who. */
export const addSavedBlock = `
  insert into saved_blocks (name, blocks, published, published_by_id, created_by_id, updated_by_id)
  values ($1, $2::jsonb, $2::jsonb, $3, $3, $3) returning id`;

/** $1 id, $2 name or null, $3 blocks or null, $4 who. */
export const changeSavedBlock = `
  update saved_blocks set name = coalesce($2, name), blocks = coalesce($3::jsonb, blocks), updated_at = now(), updated_by_id = $4
  where id = $1 returning id`;

/** $1 id, $2 who. The draft stays what it is, so its version does, too: whoever has it open goes on. */
export const publishDraft = `
  update saved_blocks set published_before = published, published = blocks, release = release + 1,
    published_at = now(), published_by_id = $2
  where id = $1 returning id`;

/** $1 id, $2 the release that is undone, $3 who. What is shown again is a release of its own. */
export const undoRelease = `
  update saved_blocks set published = published_before, published_before = null, release = release + 1,
    published_at = now(), published_by_id = $3
  where id = $1 and release = $2 and published_before is not null returning id`;

/** $1 id, $2 when or null, $3 who. */
export const setDeleted = `
  update saved_blocks set deleted_at = $2, updated_at = now(), updated_by_id = $3 where id = $1 returning id`;

/** What templates are made of. */
export const publishedBlocks = 'select id, published as blocks from saved_blocks where deleted_at is null';
