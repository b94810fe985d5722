/** Named SQL of operators. The first three run outside any organization, by functions that read across them. */

/**
 * $1 text in small letters, $2 order, $3 whether only those about to be deleted, $4 only suspended ones, $5 plan, $6 keys of all plans,
 * $7 the default's, $8 begin of the month (null to count no emails), $9 the last of the page before, $10 how many.
 */
export const listOrganizations = `
  select id, name, created_at as "createdAt", deletes_at as "deletesAt", is_suspended as "isSuspended", active_at as "activeAt", owners, members, contacts,
    case when $8::timestamptz is not null then emails end as emails, plan_key as "planKey", plan_source as "planSource", total
  from organizations_for_operators($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** $1 keys of all plans, $2 the default's. */
export const organizationsByPlan = `
  select plan_key as "planKey", count(*) as organizations from organizations_on_plans($1, $2) group by 1`;

/** $1 organization or null for all, $2 the last of the page before, $3 how many. */
export const listActions = `
  select id, json_build_object('id', organization_id, 'name', organization_name) as organization,
    json_build_object('id', user_id, 'name', user_name) as by, kind, plan_before as "planBefore", plan_after as "planAfter", words,
    created_at as at
  from operator_actions_of($1, $2, $3)`;

/** $1 organization, in its scope. */
export const findOrganization = `
  select o.id, o.name, o.created_at as "createdAt", o.deletes_at as "deletesAt",
    greatest(o.created_at, (select max(e.at) from audit_entries e)) as "activeAt",
    (select coalesce(json_agg(json_build_object('name', u.name, 'email', u.email) order by m.created_at, m.id), '[]')
      from memberships m join users u on u.id = m.user_id where m.role = 'owner') as owners,
    (select count(*) from memberships) as members,
    (select count(*) from contacts where deleted_at is null) as contacts,
    (select coalesce(json_agg(json_build_object('domain', d.domain, 'state', d.state) order by d.domain), '[]')
      from domains d where d.deleted_at is null) as domains
  from organizations o where o.id = $1 and o.deleted_at is null`;

/** $1 organization: others who change something of it wait. */
export const holdOrganization = `
  select name from organizations where id = $1 and deleted_at is null for no key update`;

/** $1 user, $2 kind, $3 plan before, $4 plan after, $5 words. */
export const addAction = `
  insert into operator_actions (user_id, kind, plan_before, plan_after, words) values ($1, $2, $3, $4, $5) returning id`;

/** $1 note. Who wrote it and when is kept. */
export const emptyNote = `
  update operator_actions set words = null where id = $1 and kind = 'note' and words is not null`;
