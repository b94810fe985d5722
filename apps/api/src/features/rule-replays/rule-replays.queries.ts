/** Named SQL of replays of rules. All of it runs in a tenant transaction. */

const columns = `id, kind, state, rules, preview, place, examined, changed, problem, asked_at as "askedAt", asked_by_id as "askedById",
  finished_at as "finishedAt"`;

/** $1 kind. */
export const latestReplay = `select ${columns} from rule_replays where kind = $1 order by id desc limit 1`;

/** $1 id. */
export const replayOf = `select ${columns} from rule_replays where id = $1`;

/** $1 id: one worker at a time. */
export const lockReplay = `select ${columns} from rule_replays where id = $1 for update`;

/** $1 kind: checks nobody applied, and what was learned by them. */
export const dropChecks = `delete from rule_replays where kind = $1 and state in ('checked', 'failed')`;

/** $1 kind, $2 rules, $3 who. Nothing when one is under way. */
export const addReplay = `
  insert into rule_replays (kind, rules, asked_by_id) values ($1, $2, $3)
  on conflict (organization_id, kind) where state in ('checking', 'applying', 'undoing') do nothing returning ${columns}`;

/** $1 id, $2 preview. */
export const noteChecked = `update rule_replays set state = 'checked', preview = $2, finished_at = now() where id = $1`;

/** $1 id, $2 who. */
export const beginApplying = `
  update rule_replays set state = 'applying', applied_by_id = $2, place = null, examined = 0, changed = 0, finished_at = null,
    problem = null where id = $1`;

/** $1 id, $2 place, $3 examined, $4 changed, $5 whether it is done. What a check had seen may be what the rules took away. */
export const noteStep = `
  update rule_replays set place = $2, examined = examined + $3, changed = changed + $4,
    state = case when $5 then 'applied' else state end, finished_at = case when $5 then now() end,
    preview = case when kind <> 'privacy' then preview end
  where id = $1`;

/** $1 id, $2 who. */
export const beginUndoing = `
  update rule_replays set state = 'undoing', applied_by_id = $2, examined = 0, finished_at = null where id = $1`;

/** $1 id, $2 restored, $3 whether it is done. */
export const noteUndone = `
  update rule_replays set examined = examined + $2, state = case when $3 then 'undone' else state end,
    finished_at = case when $3 then now() end where id = $1`;

/** $1 id, $2 problem. */
export const noteFailed = `update rule_replays set state = 'failed', problem = $2, finished_at = now() where id = $1`;

export const organizationName = `select name from organizations where id = current_organization()`;
