import { z } from 'zod';
import { count, route, timestamp } from '../shared/index.ts';
import { alignmentCauses } from './alignment.ts';
import { mailStandards, standardStates } from './standards/standard.ts';

const MB = 1024 * 1024;

/** Bounds of a file with reports: what any receiver sends is far below them. */
export const reportLimits = {
  /** As it is uploaded, and everything in it once it is unpacked. */
  fileBytes: 25 * MB,
  unpackedBytes: 25 * MB,
  /** Unpacked bytes for each byte of the file, counted beyond the first megabyte. */
  ratio: 250,
  /** Reports in one zip file. */
  entries: 50,
  /** Elements inside of each other. */
  depth: 20,
  rows: 100_000,
  /** How long reports are kept. */
  keptDays: 400,
} as const;

export const reportKinds = ['dmarc', 'tls'] as const;
export type DomainReportKind = (typeof reportKinds)[number];

const domain = z.string().trim().toLowerCase().min(1).max(253);

/** One report of a file: `isNew` is false when it was taken before. */
export const takenReport = z.object({
  kind: z.enum(reportKinds),
  domain: z.string(),
  reporter: z.string(),
  reportId: z.string(),
  beginsAt: timestamp,
  endsAt: timestamp,
  /** Messages of a DMARC report, sessions of a TLS report. */
  count,
  isNew: z.boolean(),
});
export type TakenReport = z.output<typeof takenReport>;

/** A domain with reports, over the days that were asked for. */
export const reportedDomain = z.object({
  domain: z.string(),
  reports: count,
  messages: count,
  passed: count,
  sessions: count,
  failedSessions: count,
  lastEndsAt: timestamp,
});
export type ReportedDomain = z.output<typeof reportedDomain>;

export const publishedPolicy = z.object({
  p: z.string(),
  sp: z.string().nullable(),
  np: z.string().nullable(),
  adkim: z.string().nullable(),
  aspf: z.string().nullable(),
  pct: z.string().nullable(),
  testing: z.string().nullable(),
});
export type PublishedPolicy = z.output<typeof publishedPolicy>;

/** Messages with the same cause and the same domain that vouches for them; without one, of the same network. */
export const reportSource = z.object({
  cause: z.enum(alignmentCauses),
  /** A signing domain, or the domain of the return path. */
  voucher: z.string().nullable(),
  /** /24 networks of IPv4 and /48 networks of IPv6: at most ten. */
  networks: z.array(z.string()),
  addresses: count,
  messages: count,
  quarantined: count,
  rejected: count,
});
export type ReportSource = z.output<typeof reportSource>;

export const tlsFailure = z.object({
  type: z.string(),
  mailServer: z.string().nullable(),
  sessions: count,
});

export const domainReportView = z.object({
  domain: z.string(),
  from: timestamp,
  until: timestamp,
  reports: count,
  totals: z.object({
    messages: count,
    passed: count,
    dkimAligned: count,
    spfAligned: count,
    quarantined: count,
    rejected: count,
  }),
  /** The DMARC policy that receivers saw last. */
  policy: publishedPolicy.nullable(),
  trend: z.array(z.object({ day: z.iso.date(), passed: count, failed: count })),
  /** The largest 50; those that fail first. */
  sources: z.array(reportSource),
  reporters: z.array(z.object({ name: z.string(), reports: count, messages: count })),
  tls: z.object({ sessions: count, failed: count, failures: z.array(tlsFailure) }),
});
export type DomainReportView = z.output<typeof domainReportView>;

export const checkedStandard = z.object({
  standard: z.enum(mailStandards),
  state: z.enum(standardStates),
  record: z.string().nullable(),
  summary: z.string(),
  findings: z.array(z.object({ kind: z.enum(['problem', 'limit']), code: z.string(), words: z.string() })),
});

const period = z.object({ days: z.coerce.number().int().min(1).max(reportLimits.keptDays).default(30) });

export const domainReportsRoutes = {
  list: route({
    id: 'domain-reports.list',
    method: 'GET',
    path: '/api/domain-reports',
    summary: 'Domains with DMARC or TLS reports in the last `days` days, and how many messages passed',
    permission: 'reports:read',
    query: period,
    response: z.object({ items: z.array(reportedDomain) }),
  }),
  get: route({
    id: 'domain-reports.get',
    method: 'GET',
    path: '/api/domain-reports/:domain',
    summary: 'What the reports on a domain say: totals, trend, sources, the published policy and TLS failures',
    permission: 'reports:read',
    params: z.object({ domain }),
    query: period,
    response: domainReportView,
  }),
  standards: route({
    id: 'domain-reports.standards',
    method: 'GET',
    path: '/api/domain-reports/:domain/standards',
    summary: 'What a domain of your own publishes of BIMI, MTA-STS and TLS reporting, checked now and explained',
    permission: 'reports:read',
    params: z.object({ domain }),
    response: z.object({ items: z.array(checkedStandard) }),
  }),
  upload: route({
    id: 'domain-reports.upload',
    method: 'POST',
    path: '/api/domain-reports',
    summary:
      'Take a DMARC aggregate report (XML) or TLS report (JSON), plain, gzip or zip, at most 25 MB unpacked; a report that was taken before counts once',
    permission: 'domain-reports:write',
    upload: true,
    response: z.object({ reports: z.array(takenReport) }),
    status: 201,
  }),
};
