import { dropGroups, hideUnsubscribed, leaveGroups, removeSubscribed, restoreContacts } from '../contacts/index.ts';

/**
 * Named SQL of undoing an import. $1 is the import everywhere. What still has the time of the import's transaction in
 * `updated_at` or `created_at` is as the import left it.
 */

/** $2 how many: they leave the group the import put them into, unless they were put there again. */
export const leaveGroup = leaveGroups(`
  select m.ctid from group_members m join imports i on i.group_id = m.group_id and i.stamp = m.created_at
  where i.id = $1 limit $2`);

export const nextCreated = 'select number from import_created where import_id = $1 order by number limit 1';

/** $2 chunk: those whom anything came after are kept and listed. */
export const keepCreated = `
  insert into import_kept (import_id, contact_id, email, reason, changed_at, changed_by_id)
  select $1, j.id, j.email, case when j.mailed then 'mailed' else 'changed' end, j.at, j.updated_by_id from (
    select c.id, c.email, c.updated_by_id, greatest(nullif(c.updated_at, i.stamp), m.at) as at,
      exists (select from deliveries_of(c.id)) as mailed
    from imports i join import_created k on k.import_id = i.id and k.number = $2
      join contacts c on c.id = any (k.contact_ids)
      left join lateral (select max(created_at) as at from group_members g where g.contact_id = c.id) m on true
    where i.id = $1) j
  where j.mailed or j.at is not null
  on conflict do nothing`;

const untouched = `
  c.id = any (select unnest(contact_ids) from import_created where import_id = $1 and number = $2)
  and not exists (select from import_kept k where k.import_id = $1 and k.contact_id = c.id)`;

/** $2 chunk, $3 who. */
export const hideCreated = hideUnsubscribed(untouched, '$3');
/** $2 chunk. */
export const removeCreated = removeSubscribed(untouched);
export const forgetCreated = 'delete from import_created where import_id = $1 and number = $2';

/**
 * $2 how many, $3 who: sets contacts back to what they were before; whoever was changed since is kept and listed. Who
 * unsubscribed stays unsubscribed. Answers how many of each.
 */
export const restoreChanged = `
  with batch as (
    delete from import_changes where import_id = $1 and contact_id in (
      select contact_id from import_changes where import_id = $1 order by contact_id limit $2)
    returning contact_id, before),
  judged as (
    select b.contact_id, b.before, c.id is null as gone, c.email, c.updated_at, c.updated_by_id,
      c.id is null or c.updated_at <> i.stamp as changed
    from batch b join imports i on i.id = $1 left join contacts c on c.id = b.contact_id),
  kept as (
    insert into import_kept (import_id, contact_id, email, reason, changed_at, changed_by_id)
    select $1, contact_id, email, case when gone then 'gone' else 'changed' end, updated_at, updated_by_id
    from judged where changed on conflict do nothing returning 1),
  restored as (
    ${restoreContacts({ from: 'judged j', where: 'not j.changed', who: '$3' })} returning 1)
  select (select count(*) from batch) as seen, (select count(*) from restored) as restored, (select count(*) from kept) as kept`;

/** $2 removed, $3 restored, $4 kept, $5 seen: adds to the account of the undoing, and is its sign of life. */
export const noteUndone = `
  update imports set removed = removed + $2, restored = restored + $3, kept = kept + $4, processed = processed + $5, heartbeat_at = now()
  where id = $1`;

/** The last step: a group that the import made goes when nobody is in it. */
export const dropEmptyGroup = dropGroups({
  from: 'imports i',
  where: `i.id = $1 and g.id = i.group_id and i.new_group_name is not null and g.member_count = 0 and g.deleted_at is null`,
});
export const finishUndo = `
  update imports set status = 'undone', undone_at = now(), heartbeat_at = null, updated_at = now()
  where id = $1 and status = 'undoing' returning id`;

/** $1 import, $2 why. */
export const stopUndo = `
  update imports set status = 'done', problem = $2, heartbeat_at = null, updated_at = now()
  where id = $1 and status = 'undoing'`;

/** $2 cursor, $3 limit. */
export const listKept = `
  select k.contact_id as "contactId", coalesce(c.email, k.email) as email, k.reason, k.changed_at as "changedAt", u.name as "changedBy"
  from import_kept k left join contacts c on c.id = k.contact_id left join users u on u.id = k.changed_by_id
  where k.import_id = $1 and ($2::uuid is null or k.contact_id > $2) order by k.contact_id limit $3`;
