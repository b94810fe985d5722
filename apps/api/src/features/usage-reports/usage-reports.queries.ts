/** Named SQL of usage that is reported to meters. All of it runs in a tenant transaction, other than that of notices. */

/** Whoever else plans or compares the organization's reports waits until this transaction ends. Null for one without metered prices. */
export const holdProgress = `
  select p.planned_until as "plannedUntil", p.compared_at as "comparedAt", a.frozen_until as "frozenUntil"
  from usage_report_progress p join usage_accounts a on a.organization_id = p.organization_id for update of p`;

export const spansWithoutMeter = 'select distinct price_id as "priceId" from metered_spans where meter is null';

/** $1 price, $2 its meter. */
export const nameMeter = 'update metered_spans set meter = $2 where price_id = $1 and meter is null';

/**
 * The end of a price that only our noticing dated: the line that bills it says when it was. Lines of periods that followed each
 * other may be many; the last of them counts.
 */
export const endAsInvoiced = `
  update metered_spans s set until_at = l.until_at, ends_about = false
  from (select s.id, max(l.period_end) as until_at from metered_spans s join invoice_lines l
    on l.organization_id = s.organization_id and l.price_id = s.price_id and l.period_end > s.from_at and l.period_end <= s.until_at
    where s.ends_about group by s.id) l
  where s.id = l.id`;

export const spansOfOrganization = `
  select meter, price_id as "priceId", customer_id as "customerId", from_at as "from", until_at as "until"
  from metered_spans where meter is not null order by from_at`;

const hours = `jsonb_to_recordset($1) as r (meter text, "priceId" text, "customerId" text, "from" timestamptz, "until" timestamptz)`;

/** $1 hours of prices as JSON, $2 now: what is frozen of them. Hours with nothing need no report. */
export const planReports = `
  insert into usage_reports (price_id, hour, meter, customer_id, total, due_at)
  select r."priceId", h.hour, r.meter, r."customerId", sum(h.quantity), $2
  from ${hours} join usage_hours h on h.meter = r.meter and h.hour >= r."from" and h.hour < r."until"
  group by 1, 2, 3, 4
  on conflict do nothing`;

/** $1 the first hour without reports. */
export const movePlanned = 'update usage_report_progress set planned_until = $1';

/** $1 now, $2 limit. The oldest first: those are the next to be too late. */
export const dueReports = `
  select price_id as "priceId", hour, meter, customer_id as "customerId", total::float8 as total, key, attempts
  from usage_reports where state = 'pending' and due_at <= $1 order by hour limit $2`;

/** $1 keys, $2 now. A key that was replaced meanwhile is reported again. */
export const reportAccepted = `
  update usage_reports set state = 'accepted', reported_at = $2, attempts = attempts + 1, answer = null where key = any ($1::uuid[]) and state = 'pending'`;

/** $1 key, $2 'refused' or 'too_late', $3 words. */
export const reportEnded = `
  update usage_reports set state = $2, attempts = attempts + 1, answer = $3 where key = $1 and state = 'pending'`;

/** $1 key, $2 words, $3 when to try again. */
export const reportLater = `
  update usage_reports set attempts = attempts + 1, answer = $2, due_at = $3 where key = $1 and state = 'pending'`;

/** $1 price, $2 hours, $3 now, $4 hours before this cannot be reported any more. With another key, else it counts as repeated. */
export const reportAnew = `
  update usage_reports set state = 'pending', key = uuidv7(), due_at = $3
  where price_id = $1 and hour = any ($2::timestamptz[]) and hour >= $4 and state in ('accepted', 'refused')
  returning hour`;

/** $1 keys of what was refused, $2 words, one for each. */
export const reportsRefused = `
  update usage_reports r set state = 'refused', answer = e.words
  from unnest($1::uuid[], $2::text[]) e (key, words) where r.key = e.key
  returning r.price_id as "priceId", r.hour`;

/** $1 now, $2 hours before this wait for too long: told once. */
export const tellWaiting = `
  update usage_reports set told_at = $1 where state = 'pending' and hour < $2 and told_at is null
  returning hour, meter, total::float8 as total, answer`;

/** $1 now. */
export const moveCompared = 'update usage_report_progress set compared_at = $1';
