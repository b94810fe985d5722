/** Named SQL of exports. All of it runs in a tenant transaction. */

export const exportColumns = `id, file_name as "fileName", file_key as "fileKey", format, filter, status, total, row_count as rows,
  file_bytes as "fileBytes", problem, attempts, expires_at as "expiresAt", created_at as "createdAt"`;

/** $1 export: makes it this worker's own, unless another is alive at it. */
export const takeExport = `
  update exports set status = 'running', attempts = attempts + 1, heartbeat_at = now(), row_count = 0, updated_at = now()
  where id = $1 and (status = 'queued' or (status = 'running' and heartbeat_at < now() - interval '30 seconds'))
  returning ${exportColumns}`;

/** $1 export, $2 attempt, $3 rows so far: a sign of life; no row when another worker took over. */
export const noteProgress = `
  update exports set row_count = $3, heartbeat_at = now() where id = $1 and status = 'running' and attempts = $2 returning id`;

/** $1 export, $2 attempt, $3 rows, $4 bytes, $5 hours. */
export const finishExport = `
  update exports set status = 'done', row_count = $3, file_bytes = $4, expires_at = now() + make_interval(hours => $5),
    finished_at = now(), updated_at = now()
  where id = $1 and status = 'running' and attempts = $2 returning created_by_id as "startedBy"`;

/** $1 export, $2 why. */
export const failExport = `
  update exports set status = 'failed', problem = $2, finished_at = now(), updated_at = now()
  where id = $1 and status in ('queued', 'running') returning created_by_id as "startedBy"`;

/** $1 export. */
export const expiredExport = `select file_key as "fileKey" from exports where id = $1 and status = 'done' and expires_at < now()`;
export const expireExport = `
  update exports set status = 'expired', updated_at = now() where id = $1 and status = 'done' and expires_at < now()`;

const cells = `c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language, c.country,
  c.time_zone as "timeZone", c.external_id as "externalId", c.subscription, c.attributes, c.created_at as "createdAt"`;

/** The next of the contacts whose ids a statement answers, newest first. */
export function withCells(
  ids: { readonly sql: string; readonly parameters: readonly unknown[] },
  cursor: string | null,
  limit: number,
) {
  const parameters = [...ids.parameters, cursor, limit];
  const [from, most] = [`$${parameters.length - 1}::uuid`, `$${parameters.length}`];
  const page = `${ids.sql} and (${from} is null or c.id < ${from}) order by c.id desc limit ${most}`;
  return { sql: `select ${cells} from (${page}) p join contacts c on c.id = p.id order by c.id desc`, parameters };
}

/** The next of the contacts selected: $1 ids, $2 cursor, $3 limit. */
export const selectedCells = `
  select ${cells} from contacts c where c.id = any ($1) and c.deleted_at is null and ($2::uuid is null or c.id < $2)
  order by c.id desc limit $3`;
export const countSelected = 'select count(*) as count from contacts where id = any ($1) and deleted_at is null';
