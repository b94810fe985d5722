/** Named SQL of DMARC and TLS reports. All of it runs in a tenant transaction. */

/**
 * $1 kind, $2 domain, $3 reporter, $4 its address, $5 its id, $6 begin, $7 end, $8 policy, $9 policy type, $10 count,
 * $11 passed, $12 source, $13 file, $14 who. The same report of two uploads is one: the second waits and finds the first.
 */
export const addReport = `
  insert into domain_reports (kind, domain, reporter, reporter_email, report_id, begins_at, ends_at, policy, policy_type,
    count, passed, source, file_name, created_by_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14)
  on conflict (organization_id, kind, domain, reporter, report_id) do update set kind = excluded.kind
  returning id, xmax = 0 as "isNew"`;

/** $1 report, $2 rows as JSON. */
export const addRows = `
  insert into domain_report_rows (report_id, source_ip, network, count, disposition, dkim_aligned, spf_aligned, header_from,
    envelope_from, dkim, spf, overrides, cause, voucher)
  select $1, r."sourceIp", network(set_masklen(r."sourceIp", case family(r."sourceIp") when 4 then 24 else 48 end)), r.count,
    r.disposition, r."dkimAligned", r."spfAligned", r."headerFrom", r."envelopeFrom", r.dkim, r.spf, r.overrides, r.cause,
    r.voucher
  from jsonb_to_recordset($2::jsonb) as r ("sourceIp" inet, count int, disposition text, "dkimAligned" boolean,
    "spfAligned" boolean, "headerFrom" text, "envelopeFrom" text, dkim jsonb, spf jsonb, overrides text[], cause text,
    voucher text)`;

/** $1 report, $2 failures as JSON. */
export const addTlsFailures = `
  insert into tls_failures (report_id, type, count, sending_ip, mail_server, reason)
  select $1, f.type, f.count, f."sendingIp", f."mailServer", f.reason
  from jsonb_to_recordset($2::jsonb) as f (type text, count bigint, "sendingIp" text, "mailServer" text, reason text)`;

/** $1 since. */
export const reportedDomains = `
  select domain, count(*)::int as reports,
    coalesce(sum(count) filter (where kind = 'dmarc'), 0) as messages,
    coalesce(sum(passed) filter (where kind = 'dmarc'), 0) as passed,
    coalesce(sum(count) filter (where kind = 'tls'), 0) as sessions,
    coalesce(sum(count - passed) filter (where kind = 'tls'), 0) as "failedSessions",
    max(ends_at) as "lastEndsAt"
  from domain_reports where ends_at >= $1 group by domain order by messages desc, domain limit 500`;

const reportsOf = `domain_reports r where r.domain = $1 and r.ends_at >= $2`;
const rowsOf = `domain_reports r join domain_report_rows w on w.organization_id = r.organization_id and w.report_id = r.id
  where r.domain = $1 and r.kind = 'dmarc' and r.ends_at >= $2`;

/** $1 domain, $2 since. The same two in all that follow. */
export const totalsOf = `
  select (select count(*)::int from ${reportsOf}) as reports, coalesce(sum(w.count), 0) as messages,
    coalesce(sum(w.count) filter (where w.cause = 'aligned'), 0) as passed,
    coalesce(sum(w.count) filter (where w.dkim_aligned), 0) as "dkimAligned",
    coalesce(sum(w.count) filter (where w.spf_aligned), 0) as "spfAligned",
    coalesce(sum(w.count) filter (where w.disposition = 'quarantine'), 0) as quarantined,
    coalesce(sum(w.count) filter (where w.disposition = 'reject'), 0) as rejected
  from ${rowsOf}`;

export const policyOf = `select r.policy from ${reportsOf} and r.kind = 'dmarc' order by r.ends_at desc limit 1`;

/** A report counts for the day of its middle: most cover one day of somebody's time zone. */
export const trendOf = `
  select to_char((r.begins_at + (r.ends_at - r.begins_at) / 2) at time zone 'UTC', 'YYYY-MM-DD') as day,
    sum(r.passed) as passed, sum(r.count - r.passed) as failed
  from ${reportsOf} and r.kind = 'dmarc' group by 1 order by 1`;

/** Those nobody vouches for are told apart by their networks. */
export const sourcesOf = `
  select w.cause, w.voucher, (array_agg(distinct w.network::text))[1:10] as networks,
    count(distinct w.source_ip)::int as addresses, sum(w.count) as messages,
    coalesce(sum(w.count) filter (where w.disposition = 'quarantine'), 0) as quarantined,
    coalesce(sum(w.count) filter (where w.disposition = 'reject'), 0) as rejected
  from ${rowsOf}
  group by w.cause, w.voucher, case when w.voucher is null then w.network end
  order by w.cause = 'aligned', messages desc, w.voucher, networks limit 50`;

export const reportersOf = `
  select r.reporter as name, count(*)::int as reports, sum(r.count) as messages
  from ${reportsOf} and r.kind = 'dmarc' group by 1 order by messages desc, name limit 50`;

export const tlsTotalsOf = `
  select coalesce(sum(r.count), 0) as sessions, coalesce(sum(r.count - r.passed), 0) as failed
  from ${reportsOf} and r.kind = 'tls'`;

export const tlsFailuresOf = `
  select f.type, f.mail_server as "mailServer", sum(f.count) as sessions
  from domain_reports r join tls_failures f on f.organization_id = r.organization_id and f.report_id = r.id
  where r.domain = $1 and r.kind = 'tls' and r.ends_at >= $2
  group by 1, 2 order by sessions desc, 1, 2 limit 50`;

/** $1 ended before. Of every organization. */
export const reportsToForget = `select organization_id as "organizationId", id from domain_reports_to_forget($1)`;

/** $1 report, $2 ended before. */
export const forgetReport = 'delete from domain_reports where id = $1 and ends_at < $2';
