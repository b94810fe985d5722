import { ownerOf, visibleTo } from './saved-reports.queries.ts';

/** Named SQL of dashboards. All of it runs in a tenant transaction. */

const columns = `t.id, t.name, t.visibility, t.owner_id as "ownerId", ${ownerOf('t')} as owner, t.refresh_seconds::int as "refreshSeconds",
  t.cards, t.created_at as "createdAt", t.updated_at as "updatedAt"`;

export const listDashboards = `
  select t.id, t.name, t.visibility, t.owner_id as "ownerId", ${ownerOf('t')} as owner, jsonb_array_length(t.cards) as cards,
    t.updated_at as "updatedAt"
  from dashboards t where ${visibleTo} and t.deleted_at is null order by lower(t.name), t.id limit $2`;

/** $2 id. */
export const dashboardOf = `
  select ${columns} from dashboards t where ${visibleTo} and t.id = $2 and t.deleted_at is null`;

/** $1 id: for those who mail it. */
export const dashboardToMail = `select t.name, t.cards from dashboards t where t.id = $1 and t.deleted_at is null`;

/** $2 id; to be restored. */
export const deletedDashboard = `
  select ${columns} from dashboards t where ${visibleTo} and t.id = $2 and t.deleted_at is not null for update`;

/** $1 reports: their names and questions. Whoever sees a dashboard sees what it shows, also of a report that is not shared. */
export const reportsShown = `
  select id, name, query from saved_reports where id = any ($1::uuid[]) and deleted_at is null`;

/** $1 who, $2 reports: those they may put on a dashboard, which are not deleted before it is saved. */
export const reportsToShow = `
  select t.id from saved_reports t where ${visibleTo} and t.id = any ($2::uuid[]) and t.deleted_at is null order by t.id for share`;

/** $1 name, $2 cards, $3 refresh, $4 who. */
export const addDashboard = `
  insert into dashboards (name, cards, refresh_seconds, visibility, owner_id, updated_by_id)
  values ($1, $2, $3, 'private', $4, $4) returning id`;

/** $1 id, $2 name, $3 cards, $4 refresh, $5 visibility, $6 who. */
export const changeDashboard = `
  update dashboards set name = $2, cards = $3, refresh_seconds = $4, visibility = $5, updated_at = now(), updated_by_id = $6
  where id = $1`;

/** $1 id, $2 when, null to restore it, $3 who. */
export const setDashboardDeleted = `
  update dashboards set deleted_at = $2, updated_at = now(), updated_by_id = $3 where id = $1`;

export const countDashboards = 'select count(*)::int as count from dashboards where deleted_at is null';
