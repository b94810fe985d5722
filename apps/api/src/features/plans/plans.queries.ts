/** Named SQL of plans. All of it runs in a tenant transaction. */

/** Whoever else wants to let out emails of the organization waits until this transaction ends. */
export const holdAllowance = 'select from usage_accounts for update';

/** Where a campaign keeps people who may still be mailed. */
const onTheirWay = `'pending', 'submitting', 'deferred'`;

/**
 * $1 begin of the period, $2 its end. Used is what the ledger has: frozen hours, and entries since. Reserved is what is on its way. What
 * is unknown stays reserved in the period in which it was handed over.
 */
export const emailsOfPeriod = `
  select
    (select coalesce(sum(quantity), 0) from usage_hours where meter = 'emails' and hour >= $1 and hour < $2)
    + (select coalesce(sum(quantity), 0) from usage_entries where meter = 'emails' and hour < $2
        and hour >= greatest($1, (select frozen_until from usage_accounts))) as used,
    (select coalesce(sum(c.count), 0) from campaigns k join delivery_counts c on c.organization_id = k.organization_id and c.campaign_id = k.id
      where k.status not in ('draft', 'scheduled') and (c.state in (${onTheirWay}) or c.state = 'unknown' and k.launched_at >= $1))
    + (select count(*) from messages where state in (${onTheirWay}, 'claimed')) as reserved`;

/** The one that holds first. */
export const plansOfOrganization = `
  select plan_key as "planKey", anchor from organization_plans order by source = 'operator' desc`;

/** $1 key, $2 anchor. */
export const planOfSubscription = `
  insert into organization_plans as p (source, plan_key, anchor) values ('subscription', $1, date_trunc('hour', $2::timestamptz))
  on conflict (organization_id, source) do update set plan_key = excluded.plan_key, anchor = excluded.anchor,
    since = case when p.plan_key = excluded.plan_key then p.since else now() end`;

export const endOfSubscription = `delete from organization_plans where source = 'subscription'`;
