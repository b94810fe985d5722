import { undoDays } from '@engagex/domain/contacts';

/** Named SQL of bulk actions. All of it runs in a tenant transaction. */

export const bulkActionColumns = `
  b.id, b.kind, b.status, b.group_id as "groupId", b.attribute, b.value, b.contacts, b.processed, b.changed, b.problem,
  b.created_by_id as "createdById", b.created_at as "createdAt", b.finished_at as "finishedAt",
  case when b.kind = 'delete' and b.changed > 0 and b.finished_at > now() - interval '${undoDays} days' and not exists (
    select from bulk_actions u where u.organization_id = b.organization_id and u.undoes_id = b.id)
    then b.finished_at + interval '${undoDays} days' end as "undoUntil",
  (select g.name from groups g where g.organization_id = b.organization_id and g.id = b.group_id) as "groupName"`;

/** Contacts of a batch: few enough that others wait for its locks but shortly. */
export const bulkBatchSize = 1_000;

/** $1 kind, $2 group, $3 attribute, $4 value, $5 action it undoes, $6 who, $7 filter, $8 how many, $9 whether somebody agreed to that. */
export const addBulkAction = `
  insert into bulk_actions (kind, group_id, attribute, value, undoes_id, created_by_id, updated_by_id, filter, contacts, is_confirmed)
  values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) returning id`;

/**
 * Freezes whom an action is about, in batches: everyone a statement answers as `id`, whose last parameter is the action.
 * Answers how many.
 */
function freeze(sql: string, action: string): string {
  return `with batches as (
      insert into bulk_action_batches (bulk_action_id, number, contact_ids)
      select ${action}, number / ${bulkBatchSize}, array_agg(id order by number)
      from (select id, row_number() over (order by id) - 1 as number from (${sql}) found) numbered
      group by number / ${bulkBatchSize} returning cardinality(contact_ids) as n),
    counted as (select coalesce(sum(n), 0) as n from batches)
    update bulk_actions b set contacts = counted.n, frozen_at = now() from counted where b.id = ${action}
    returning b.contacts as n`;
}

/** $1 action, $2 contacts. */
export const freezeIds = freeze('select id from contacts where id = any ($2) and deleted_at is null', '$1');

/** Everyone a statement answers who was there when the action was started; its last parameter is the action. */
export function freezeFound({ sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] }) {
  const action = `$${parameters.length + 1}`;
  return freeze(`${sql} and c.created_at <= (select a.created_at from bulk_actions a where a.id = ${action})`, action);
}

/** $1 action, $2 the deletion it undoes: whoever was deleted by it. */
export const freezeDeleted = freeze(
  'select unnest(changed_ids) as id from bulk_action_batches where bulk_action_id = $2',
  '$1',
);

/** $1 action: for the one worker that gets it, when there is something left to do. */
export const takeBulkAction = `
  select ${bulkActionColumns}, b.filter, b.is_confirmed as "isConfirmed", b.frozen_at as "frozenAt"
  from bulk_actions b where b.id = $1 and b.status in ('queued', 'running')
  for update of b skip locked`;

/** $1 action. */
export const nextBatch = `
  select number, contact_ids as ids from bulk_action_batches where bulk_action_id = $1 and changed_ids is null
  order by number limit 1`;

/** $1 action, $2 batch, $3 contacts that changed. */
export const markChanged = 'update bulk_action_batches set changed_ids = $3 where bulk_action_id = $1 and number = $2';

/** $1 action, $2 how many it has been through now, $3 how many of them changed. */
export const advance = `
  update bulk_actions set processed = processed + $2, changed = changed + $3,
    status = case when processed + $2 = contacts then 'done' else 'running' end,
    started_at = coalesce(started_at, now()),
    finished_at = case when processed + $2 = contacts then clock_timestamp() end, updated_at = clock_timestamp()
  where id = $1 returning status`;

/** $1 action, $2 status, $3 problem, $4 who. */
export const endBulkAction = `
  update bulk_actions set status = $2, problem = $3, finished_at = now(), updated_at = now(), updated_by_id = coalesce($4, updated_by_id)
  where id = $1 and status in ('queued', 'running') returning id`;
