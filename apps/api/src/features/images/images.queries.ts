/** Named SQL of images. All of it runs in a tenant transaction. */

const columns = `id, sha256 as hash, type, width, height, frames, bytes, name, alt, created_at as "createdAt", updated_at as "updatedAt"`;

/** $1 part of a name or alternative text, or null; $2 the last of the page before or null, $3 limit. Newest first. */
export const listImages = `
  select ${columns} from images
  where deleted_at is null and ($2::uuid is null or id < $2)
    and ($1::text is null or strpos(lower(name), lower($1)) > 0 or strpos(lower(alt), lower($1)) > 0)
  order by id desc limit $3`;

/** $1 image. */
export const imageOf = `select ${columns} from images where id = $1 and deleted_at is null`;

/**
 * $1 hash, $2 type, $3 width, $4 height, $5 frames, $6 bytes, $7 name, $8 who. The same bytes are one image, which keeps its name; one
 * that was deleted is back. Its row stays locked until the bytes are stored: whoever removes deleted images waits, or was first.
 */
export const addImage = `
  insert into images (sha256, type, width, height, frames, bytes, name, created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
  on conflict (organization_id, sha256) do update set deleted_at = null returning ${columns}`;

/** $1 image, $2 name or null, $3 alternative text or null, $4 who. */
export const changeImage = `
  update images set name = coalesce($2, name), alt = coalesce($3, alt), updated_by_id = $4, updated_at = now()
  where id = $1 and deleted_at is null returning ${columns}`;

/** $1 image, $2 when it was deleted or null, $3 who. */
export const setDeleted = `
  update images set deleted_at = $2, updated_by_id = $3, updated_at = now() where id = $1 returning ${columns}`;

/** $1 image, $2 deleted before. Held until its file is gone. */
export const holdImageToRemove = `
  select sha256 as hash, type from images where id = $1 and deleted_at < $2 and used_at is null for update`;

/** $1 image. */
export const removeImage = 'delete from images where id = $1';

/** Of every organization. $1 deleted before. */
export const imagesToRemove = `select organization_id as "organizationId", id from images_to_remove($1)`;
