import { z } from 'zod';
import { reportLimits } from '@engagex/domain/domain-reports';
import { domainIn, instantOf, spanOf } from './fields.ts';
import type { TlsFailureRow, TlsReport } from './parsed-report.ts';
import { malformedJson, missing, tooManyRows } from './report-refusals.ts';

const text = z.string().transform((value) =>
  value
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 255),
);
const sessions = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const failure = z.looseObject({
  'result-type': text,
  'failed-session-count': sessions.default(0),
  'sending-mta-ip': text.nullish(),
  'receiving-mx-hostname': text.nullish(),
  'failure-reason-code': text.nullish(),
});

const reportSchema = z.looseObject({
  'organization-name': text,
  'contact-info': text.nullish(),
  'report-id': text,
  'date-range': z.looseObject({ 'start-datetime': text, 'end-datetime': text }),
  policies: z.array(
    z.looseObject({
      policy: z.looseObject({ 'policy-type': text, 'policy-domain': text }),
      summary: z.looseObject({
        'total-successful-session-count': sessions,
        'total-failure-session-count': sessions,
      }),
      'failure-details': z.array(failure).nullish(),
    }),
  ),
});

/** Reads a report of RFC 8460: one for each policy domain in it. Several policies of a domain, such as STS and DANE, are one. */
export function tlsReportsOf(json: string): readonly TlsReport[] {
  const report = parsed(json);
  const { 'date-range': range, policies } = report;
  const rows = policies.reduce((sum, policy) => sum + (policy['failure-details']?.length ?? 0), 0);
  if (rows > reportLimits.rows) throw tooManyRows();
  const byDomain = Map.groupBy(policies, ({ policy }) => domainIn(policy['policy-domain'], '“policy-domain”'));
  return [...byDomain].map(([domain, of]) => ({
    kind: 'tls',
    domain,
    reporter: report['organization-name'],
    reporterEmail: report['contact-info'] || null,
    reportId: report['report-id'],
    ...spanOf(
      instantOf(range['start-datetime'], '“start-datetime”'),
      instantOf(range['end-datetime'], '“end-datetime”'),
    ),
    policyType: of.map(({ policy }) => policy['policy-type']).join(', '),
    sessions: sumOf(of.map(({ summary }) => summary['total-successful-session-count'] + failedOf(summary))),
    failedSessions: sumOf(of.map(({ summary }) => failedOf(summary))),
    failures: of.flatMap((policy) => policy['failure-details'] ?? []).map(failureOf),
  }));
}

function failedOf(summary: { readonly 'total-failure-session-count': number }): number {
  return summary['total-failure-session-count'];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function failureOf(detail: z.output<typeof failure>): TlsFailureRow {
  return {
    type: detail['result-type'],
    count: detail['failed-session-count'],
    sendingIp: detail['sending-mta-ip'] || null,
    mailServer: detail['receiving-mx-hostname']?.toLowerCase() || null,
    reason: detail['failure-reason-code'] || null,
  };
}

function parsed(json: string): z.output<typeof reportSchema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw malformedJson();
  }
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  throw missing(`valid “${result.error.issues[0]?.path.join('.') ?? 'content'}”`);
}
