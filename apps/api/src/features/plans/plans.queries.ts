import type { Meter } from '@engagex/domain/usage';

/** Named SQL of plans. All of it runs in a tenant transaction. */

/** Whoever else wants to let out emails of the organization waits until this transaction ends. */
export const holdAllowance = 'select from usage_accounts for update';

export const isCounted = 'select 1 from usage_accounts';

/** Where a campaign keeps people who may still be mailed. */
const onTheirWay = `'pending', 'submitting', 'deferred'`;

/** What the ledger has of a meter in a period: frozen hours, and entries since. All but the meter are SQL. */
export const usedInPeriod = (meter: Meter, from: string, until: string) => `
  (select coalesce(sum(quantity), 0) from usage_hours where meter = '${meter}' and hour >= ${from} and hour < ${until})
  + (select coalesce(sum(quantity), 0) from usage_entries where meter = '${meter}' and hour < ${until}
    and hour >= greatest(${from}, (select frozen_until from usage_accounts)))`;

/**
 * $1 begin of the period, $2 its end. Used is what the ledger has. Reserved is what is on its way. What is unknown stays reserved in the
 * period in which it was handed over.
 */
export const emailsOfPeriod = `
  select ${usedInPeriod('emails', '$1', '$2')} as used,
    (select coalesce(sum(c.count), 0) from campaigns k join delivery_counts c on c.organization_id = k.organization_id and c.campaign_id = k.id
      where k.status not in ('draft', 'scheduled') and (c.state in (${onTheirWay}) or c.state = 'unknown' and k.launched_at >= $1))
    + (select count(*) from messages where state in (${onTheirWay}, 'claimed')) as reserved`;

/** $1 begin of the period, $2 its end. */
export const eventsOfPeriod = `select ${usedInPeriod('events', '$1', '$2')} as used, 0 as reserved`;

/** The one that holds first. Months are those of the subscription, whoever chose the plan: invoices are about them. */
export const plansOfOrganization = `
  select source, plan_key as "planKey", max(anchor) over () as anchor, since from organization_plans
  order by source = 'operator' desc`;

/** $1 key. */
export const assignPlan = `
  insert into organization_plans as p (source, plan_key) values ('operator', $1)
  on conflict (organization_id, source) do update set plan_key = excluded.plan_key, since = now()
  where p.plan_key <> excluded.plan_key`;

export const endAssignment = `delete from organization_plans where source = 'operator'`;

/** $1 key, $2 anchor. */
export const planOfSubscription = `
  insert into organization_plans as p (source, plan_key, anchor) values ('subscription', $1, date_trunc('hour', $2::timestamptz))
  on conflict (organization_id, source) do update set plan_key = excluded.plan_key, anchor = excluded.anchor,
    since = case when p.plan_key = excluded.plan_key then p.since else now() end`;

export const endOfSubscription = `delete from organization_plans where source = 'subscription'`;

/** $1 of what, $2 how many of each. */
export const addRefusals = `
  insert into limit_refusals as r ("of", count) select * from unnest($1::text[], $2::bigint[]) as g ("of", count) order by 1
  on conflict (organization_id, day, "of") do update set count = r.count + excluded.count`;

/** $1 begin of the period, $2 its end. */
export const refusalsOfPeriod = `
  select "of", sum(count)::bigint as count from limit_refusals
  where day >= ($1::timestamptz at time zone 'UTC')::date and day <= ($2::timestamptz at time zone 'UTC')::date group by 1`;

/** $1 begin of the period, $2 its end. */
export const storedOfPeriod = `select ${usedInPeriod('storage', '$1', '$2')} as used`;

export const spendingCap = 'select amount, currency from spending_caps';

/** $1 amount, $2 currency, $3 who. */
export const saveCap = `
  insert into spending_caps (amount, currency, updated_by_id) values ($1, $2, $3)
  on conflict (organization_id) do update set amount = excluded.amount, currency = excluded.currency,
    updated_by_id = excluded.updated_by_id, updated_at = now()`;

export const dropCap = 'delete from spending_caps';

/** $1 begin of the first day, $2 end of the last (UTC), $3 meters: what the days between came to. */
export const usageOfDays = `
  select (hour at time zone 'UTC')::date::text as day, meter as of, sum(quantity)::float8 as quantity from (
    select hour, meter, quantity from usage_hours where meter = any ($3::text[]) and hour >= $1 and hour < $2
    union all
    select hour, meter, quantity from usage_entries where meter = any ($3::text[]) and hour < $2
      and hour >= greatest($1, (select frozen_until from usage_accounts))
  ) t group by 1, 2`;

export const countedSince = 'select since from usage_accounts';
