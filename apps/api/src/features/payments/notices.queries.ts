/** Named SQL of mail about payments. All of it runs in a tenant transaction. */

/** $1 notice, $2 now, $3 until when it is the worker's. One whose worker died may be out: it is never handed over again. */
export const takeNotice = `
  update payment_notices n set
    state = case when n.state = 'submitting' then 'unknown' when m.role is distinct from 'owner' then 'failed' else 'submitting' end,
    attempts = n.attempts + 1, due_at = $3
  from users u left join memberships m on m.user_id = u.id, organizations o
  where n.id = $1 and n.due_at <= $2 and n.state in ('pending', 'submitting') and u.id = n.user_id and o.id = n.organization_id
  returning n.state, n.kind, n.facts, n.attempts, u.name, u.email, o.name as organization, coalesce(o.time_zone, 'UTC') as "timeZone"`;

/** $1 notice, $2 state, $3 when it is due again, $4 what the server said. */
export const recordNotice = `
  update payment_notices set state = $2, due_at = $3, response = left($4, 500) where id = $1 and state = 'submitting'`;
