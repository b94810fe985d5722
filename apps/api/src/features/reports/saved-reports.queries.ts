/** Named SQL of saved reports and dashboards. All of it runs in a tenant transaction. */

/** Of a row: its author as an object, null when they are not a member any more. */
export const ownerOf = (row: string) => `(
  select json_build_object('id', u.id, 'name', u.name) from memberships m join users u on u.id = m.user_id
  where m.organization_id = ${row}.organization_id and m.user_id = ${row}.owner_id)`;

/**
 * Whether a user sees row `t`, by SQL of their id: what is shared, their own, and for owners of the organization what belongs to nobody
 * who is still a member, so that nothing is lost with somebody who leaves.
 */
export const seenBy = (user: string) => `(t.visibility = 'organization' or t.owner_id = ${user} or not exists (
  select from memberships author where author.organization_id = t.organization_id and author.user_id = t.owner_id) and exists (
  select from memberships reader where reader.organization_id = t.organization_id and reader.user_id = ${user} and reader.role = 'owner'))`;

/** $1 who asks. */
export const visibleTo = seenBy('$1');

const columns = `t.id, t.name, t.query, t.visibility, t.owner_id as "ownerId", ${ownerOf('t')} as owner, t.created_at as "createdAt",
  t.updated_at as "updatedAt"`;

export const listReports = `
  select ${columns} from saved_reports t where ${visibleTo} and t.deleted_at is null order by lower(t.name), t.id limit $2`;

/** $2 id. */
export const reportOf = `
  select ${columns} from saved_reports t where ${visibleTo} and t.id = $2 and t.deleted_at is null`;

/** $2 id; to be restored. */
export const deletedReport = `
  select ${columns} from saved_reports t where ${visibleTo} and t.id = $2 and t.deleted_at is not null for update`;

/** $1 name, $2 query, $3 visibility, $4 who. */
export const addReport = `
  insert into saved_reports (name, query, visibility, owner_id, updated_by_id) values ($1, $2, $3, $4, $4) returning id`;

/** $1 id, $2 name, $3 query, $4 visibility, $5 who. */
export const changeReport = `
  update saved_reports set name = $2, query = $3, visibility = $4, updated_at = now(), updated_by_id = $5 where id = $1`;

/** $1 id, $2 when, null to restore it, $3 who. */
export const setReportDeleted = `
  update saved_reports set deleted_at = $2, updated_at = now(), updated_by_id = $3 where id = $1`;

/** $1 id: those who save a dashboard with it wait, and find it gone. */
export const lockReport = 'select from saved_reports where id = $1 for update';

/** $1 id. */
export const dashboardsWith = `
  select 'dashboard' as kind, d.id, d.name from dashboards d
  where d.deleted_at is null and d.cards @> jsonb_build_array(jsonb_build_object('content',
    jsonb_build_object('source', jsonb_build_object('reportId', $1::text))))
  order by d.name limit 20`;

export const countReports = 'select count(*)::int as count from saved_reports where deleted_at is null';
