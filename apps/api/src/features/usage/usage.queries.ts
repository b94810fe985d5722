/** Named SQL of the usage ledger. Other than `turnSwitch`, all of it runs in a tenant transaction. */

/** $1 whether usage is counted. */
export const turnSwitch = `
  insert into usage_switch (is_on) values ($1)
  on conflict (is_only) do update set is_on = excluded.is_on, changed_at = now() where usage_switch.is_on <> excluded.is_on`;

export const beginAccount = 'insert into usage_accounts default values on conflict do nothing';

/** Nothing is entered any more; what was stays. */
export const endAccount = 'delete from usage_accounts';

const instant = (hour: string) => `to_timestamp(${hour}::int * 3600.0)`;

/**
 * Holds the account, so that two workers freeze one after the other. Which hours can be frozen, as hours of Unix time: those
 * that are over by two minutes, in case the clock is set back a little. $1 how many at most.
 */
export const holdAccount = `
  select h.first as "from", least(h.first + $1, h.next) as "to" from (
    select extract(epoch from frozen_until)::int / 3600 as first,
      extract(epoch from date_trunc('hour', clock_timestamp() - interval '2 minutes', 'UTC'))::int / 3600 as next
    from usage_accounts for update
  ) h where h.next > h.first`;

/** $1 first hour, $2 the hour after the last. Waits for whoever still records in them. */
export const endHours = `
  select count(pg_advisory_xact_lock(hashtext('usage_hour'), n)) from generate_series($1::int, $2::int - 1) n`;

/** $1 first hour, $2 the hour after the last, $3 meters. */
export const freezeHours = `
  insert into usage_hours (hour, meter, kind, channel, entries, quantity)
  select hour, meter, kind, channel, count(*), sum(quantity) from usage_entries
  where meter = any ($3::text[]) and hour >= ${instant('$1')} and hour < ${instant('$2')}
  group by 1, 2, 3, 4`;

/** $1 the hour after the last. */
export const moveFrozen = `update usage_accounts set frozen_until = ${instant('$1')}`;

export const accountOf = 'select since, frozen_until as "frozenUntil" from usage_accounts';

/** Frozen hours, and what came since. $1 from, $2 until, $3 meters, $4 up to where hours are frozen. */
const totals = (hour: string) => `
  select ${hour}, meter, kind, channel, entries, quantity from usage_hours where hour >= $1 and hour < $2 and meter = any ($3::text[])
  union all
  select ${hour}, meter, kind, channel, count(*), sum(quantity) from usage_entries
  where meter = any ($3::text[]) and hour >= greatest($1, $4) and hour < $2 group by 1, 2, 3, 4`;

/** In the order of days. */
export const usageByDay = `
  select day::text, meter, kind, channel, sum(entries)::bigint as entries, sum(quantity)::bigint as quantity
  from (${totals(`(hour at time zone 'UTC')::date as day`)}) t group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

export const usageByHour = `
  select hour, hour < $4 as "isFrozen", meter, kind, channel, entries, quantity from (${totals('hour')}) t order by 1, 3, 4, 5`;

/** $1 meter, $2 hour, $3 after this act or null, $4 limit, $5 kind or null. */
export const entriesOfHour = `
  select e.hour, e.meter, e.kind, e.channel, e.act_id as "actId", e.quantity,
    case e.meter
      when 'emails' then coalesce(
        (select k.name from deliveries d join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id where d.id = e.act_id),
        (select m.subject from messages m where m.id = e.act_id))
      when 'domains' then (select d.domain from domains d where d.id = e.act_id)
      when 'seats' then (select u.name from memberships m join users u on u.id = m.user_id where m.id = e.act_id)
    end as about
  from usage_entries e
  where e.meter = $1 and e.hour = $2 and ($3::uuid is null or e.act_id > $3) and ($5::text is null or e.kind = $5) order by e.act_id limit $4`;

/** $1 meter, $2 from, $3 until, $4 and $5 the hour and act after which they come, $6 limit. */
export const entriesOfPeriod = `
  select hour, meter, kind, channel, act_id as "actId", quantity from usage_entries
  where meter = $1 and hour >= $2 and hour < $3 and (hour, act_id) > ($4::timestamptz, $5::uuid)
  order by hour, act_id limit $6`;
