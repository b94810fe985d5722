import type { DmarcReport, ParsedReport, TlsReport } from './parsed-report.ts';

/**
 * A report on its way between processes, its rows as JSON in pages that are stored one by one: taking apart and putting
 * together all rows of a large one would hold up everybody else in the process that stores them.
 */
export type PackedReport = (Omit<DmarcReport, 'rows'> | Omit<TlsReport, 'failures'>) & {
  /** Messages, or sessions; and how many of them passed. */
  readonly count: number;
  readonly passed: number;
  /** The domains in From, which may be below the one that the policy is published at. */
  readonly senders: readonly string[];
  readonly pages: readonly string[];
};

const pageRows = 1_000;

export function packed(report: ParsedReport): PackedReport {
  if (report.kind === 'tls') {
    const { failures, ...rest } = report;
    const passed = report.sessions - report.failedSessions;
    return { ...rest, count: report.sessions, passed, senders: [], pages: pagesOf(failures) };
  }
  const { rows, ...rest } = report;
  let [count, passed] = [0, 0];
  for (const row of rows) {
    count += row.count;
    if (row.cause === 'aligned') passed += row.count;
  }
  return {
    ...rest,
    count,
    passed,
    senders: [...new Set(rows.map(({ headerFrom }) => headerFrom))],
    pages: pagesOf(rows),
  };
}

function pagesOf(rows: readonly unknown[]): string[] {
  return Array.from({ length: Math.ceil(rows.length / pageRows) }, (_, page) =>
    JSON.stringify(rows.slice(page * pageRows, (page + 1) * pageRows)),
  );
}
