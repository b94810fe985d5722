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

export const anyPending = `select from usage_reports where state = 'pending' limit 1`;

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

/**
 * Lines of invoices that are final and bill what was used: $1 of periods that ended since. Graduated prices make several lines
 * of the same use. What is billed ahead, such as the nothing of a period that begins, is not among them.
 */
export const invoicedUse = `
  select l.invoice_id as "invoiceId", l.price_id as "priceId", l.period_start as "from", l.period_end as "until", sum(l.quantity)::float8 as invoiced
  from invoice_lines l join invoices i on i.organization_id = l.organization_id and i.id = l.invoice_id
  where l.meter is not null and i.status in ('open', 'paid', 'uncollectible') and l.period_end > $1 and l.period_end <= i.created_at
  group by 1, 2, 3, 4`;

/** Up to when usage has been invoiced. */
export const invoicedUntil = `
  select max(period_end) as until from invoices where status in ('open', 'paid', 'uncollectible') and reason = 'subscription_cycle'`;

const sumIn = (table: string) => `
  coalesce(sum((select sum(t.quantity) from ${table} t where t.meter = r.meter and t.hour >= r."from" and t.hour < r."until")), 0)::float8`;

/** $1 hours of meters as JSON, with the number of what they belong to: what the ledger says of each of those. */
export const ledgerOfHours = `
  select n, ${sumIn('usage_entries')} as entered, ${sumIn('usage_hours')} as frozen
  from jsonb_to_recordset($1) as r (n int, meter text, "from" timestamptz, "until" timestamptz)
  group by n order by n`;

/** $1 price, $2 from, $3 until. */
export const reportsOfHours = `
  select hour, total::float8 as total, state, reported_at as "reportedAt" from usage_reports
  where price_id = $1 and hour >= $2 and hour < $3 order by hour`;

/** $1 differences as JSON. Those that are new come back. */
export const storeDifferences = `
  insert into usage_differences as d (meter, price_id, invoice_id, from_at, until_at, entered, frozen, counted, invoiced)
  select meter, "priceId", "invoiceId", "from", "until", entered, frozen, counted, invoiced
  from jsonb_to_recordset($1) as r (meter text, "priceId" text, "invoiceId" text, "from" timestamptz, "until" timestamptz, entered bigint,
    frozen bigint, counted numeric, invoiced numeric)
  on conflict (organization_id, price_id, from_at, until_at, invoice_id) where settled_at is null
    do update set entered = excluded.entered, frozen = excluded.frozen, counted = excluded.counted, invoiced = excluded.invoiced
  returning meter, price_id as "priceId", invoice_id as "invoiceId", from_at as "from", until_at as "until", entered::float8 as entered,
    frozen::float8 as frozen, counted::float8 as counted, invoiced::float8 as invoiced, xmax = 0 as "isNew"`;

/** $1 differences as JSON: those that are still there. $2 now, $3 what ended before was not compared. */
export const settleDifferences = `
  update usage_differences d set settled_at = $2
  where d.settled_at is null and d.until_at > $3 and not exists (
    select from jsonb_to_recordset($1) as r ("priceId" text, "invoiceId" text, "from" timestamptz, "until" timestamptz)
    where r."priceId" = d.price_id and r."invoiceId" is not distinct from d.invoice_id and r."from" = d.from_at and r."until" = d.until_at)`;

/** $1 id, $2 kind, $3 meter, $4 payload, $5 when. Of the installation. */
export const storeNotice = `
  insert into meter_error_notices (id, kind, meter_id, payload, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing`;

/** Of the installation. */
export const openNotices =
  'select id, kind, meter_id as "meterId" from meter_error_notices where handled_at is null order by received_at limit 20';

/** $1 id, $2 errors, $3 now. Of the installation. */
export const noticeHandled = 'update meter_error_notices set errors = $2, handled_at = $3 where id = $1';

/** $1 received before. Of the installation. */
export const forgetNotices = 'delete from meter_error_notices where received_at < $1';

/** $1 how many. Of the installation, the newest first; each kind of error with the first words that were given. */
export const meterErrors = `
  select id, meter_id as "meterId", created_at as at, coalesce((
    select json_agg(json_build_object('code', k ->> 'code', 'count', (k ->> 'count')::int, 'words', k #>> '{samples,0,words}'))
    from jsonb_array_elements(errors -> 'kinds') k), '[]') as errors
  from meter_error_notices order by created_at desc limit $1`;
