import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type pg from 'pg';
import { domainReportsRoutes, type TakenReport } from '@engagex/domain/domain-reports';
import { Refused, type TestMember } from './test-api.ts';

export interface MadeRow {
  readonly ip?: string;
  readonly count?: number;
  readonly disposition?: string;
  readonly dkimAligned?: boolean;
  readonly spfAligned?: boolean;
  /** Domains and their results: `{ 'sendgrid.net': 'pass' }`. */
  readonly dkim?: Readonly<Record<string, string>>;
  readonly spf?: Readonly<Record<string, string>>;
}

export interface MadeReport {
  readonly domain: string;
  readonly id?: string;
  readonly reporter?: string;
  /** A day such as 2026-11-28. */
  readonly day?: string;
  readonly rows?: readonly MadeRow[];
  /** More elements of the published policy. */
  readonly policy?: string;
}

const results = (kind: string, of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(
    ([domain, result]) => `<${kind}><domain>${domain}</domain><result>${result}</result></${kind}>`,
  );

/** A DMARC aggregate report as receivers write it. */
export function dmarcXml({ domain, id = 'r-1', reporter = 'receiver.example', day, rows = [{}], policy }: MadeReport) {
  const begin = Date.parse(`${day ?? new Date().toISOString().slice(0, 10)}T00:00:00Z`) / 1_000;
  const records = rows.map(
    ({ ip = '192.0.2.1', count = 1, disposition = 'none', dkimAligned, spfAligned, dkim = {}, spf = {} }) => `<record>
  <row><source_ip>${ip}</source_ip><count>${count}</count><policy_evaluated><disposition>${disposition}</disposition>
    <dkim>${dkimAligned ? 'pass' : 'fail'}</dkim><spf>${spfAligned ? 'pass' : 'fail'}</spf></policy_evaluated></row>
  <identifiers><envelope_from>bounce.${domain}</envelope_from><header_from>${domain}</header_from></identifiers>
  <auth_results>${results('dkim', dkim).join('')}${results('spf', spf).join('')}</auth_results>
</record>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feedback>
<report_metadata><org_name>${reporter}</org_name><email>dmarc@${reporter}</email><report_id>${id}</report_id>
  <date_range><begin>${begin}</begin><end>${begin + 86_399}</end></date_range></report_metadata>
<policy_published><domain>${domain}</domain>${policy ?? '<p>none</p>'}</policy_published>
${records.join('\n')}
</feedback>`;
}

/** A TLS report of RFC 8460. */
export function tlsJson(domain: string, id = 't-1') {
  const today = new Date().toISOString().slice(0, 10);
  return JSON.stringify({
    'organization-name': 'Receiver Inc.',
    'date-range': { 'start-datetime': `${today}T00:00:00Z`, 'end-datetime': `${today}T23:59:59Z` },
    'contact-info': 'tls@receiver.example',
    'report-id': id,
    policies: [
      {
        policy: { 'policy-type': 'sts', 'policy-string': ['version: STSv1'], 'policy-domain': domain },
        summary: { 'total-successful-session-count': 40, 'total-failure-session-count': 2 },
        'failure-details': [
          { 'result-type': 'certificate-expired', 'receiving-mx-hostname': `mx1.${domain}`, 'failed-session-count': 2 },
        ],
      },
    ],
  });
}

export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const bytes = Object.entries(files).map(([name, content]) => [name, new Uint8Array(Buffer.from(content))] as const);
  return Buffer.from(zipSync(Object.fromEntries(bytes)));
}

/** As much of nothing, packed as tightly as gzip can. */
export function gzipBomb(megabytes: number): Buffer {
  return gzipSync(Buffer.alloc(megabytes * 1024 * 1024, ' '), { level: 9 });
}

/** Uploads a file with reports as a page does; throws `Refused`. */
export async function uploadReport(
  member: TestMember,
  bytes: string | Uint8Array,
  name = 'report.xml',
): Promise<readonly TakenReport[]> {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(Buffer.from(bytes))], name));
  const answer = await member.fetch(domainReportsRoutes.upload.path, { method: 'POST', body: form });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Refused['problem']); // a problem
  return domainReportsRoutes.upload.response.parse(await answer.json()).reports;
}

/** From now on this organization has verified this domain. */
export async function own(owner: pg.Pool, member: TestMember, domain: string): Promise<void> {
  await owner.query(
    `insert into domains (organization_id, domain, state, state_since, ownership_token) values ($1, $2, 'verified', now(), '-')`,
    [member.organizationId, domain],
  );
}
