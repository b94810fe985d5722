import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { TakenReport } from '@engagex/domain/domain-reports';
import { inOneDirection, onOneLine } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, runInScope, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { inTemporaryFile } from '../../platform/temporary-file.ts';
import { addReport, addRows, addTlsFailures } from './domain-reports.queries.ts';
import { OwnedDomains, upwards } from './owned-domains.ts';
import type { PackedReport } from './reading/packed-report.ts';
import { foreignDomain } from './reading/report-refusals.ts';
import { ReportSandbox } from './reading/report-sandbox.ts';

interface Origin {
  readonly source: 'upload' | 'mail';
  readonly fileName: string;
}

/** A report that came by mail: whose it was, or that nobody has verified its domain. */
export interface ArrivedReport {
  readonly domain: string;
  readonly reporter: string;
  readonly organizationId: string | null;
  readonly isNew: boolean;
}

/** What mail waits its turn as; uploads are their organization's. */
const mailOwner = 'mail';

/** Takes reports in: reads them, finds out whose they are and stores them, each once. */
@Injectable()
export class TakeReports {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly owned: OwnedDomains,
    private readonly sandbox: ReportSandbox,
  ) {}

  /**
   * The file at this path, for the running organization. All reports in it must be about a domain of the organization, or
   * none is taken. Outside of any transaction. Throws `domain-report.…` in words.
   */
  async uploaded(path: string, fileName: string): Promise<TakenReport[]> {
    const reports = await this.sandbox.read(currentScope().organizationId, path);
    return this.db.transaction(async () => {
      const foreign = await this.#foreignIn(reports);
      if (foreign.length > 0) throw foreignDomain(foreign);
      const taken: TakenReport[] = [];
      for (const report of reports) {
        const { id, isNew } = await this.#store(report, { source: 'upload', fileName });
        if (taken.length === 0) noteAudit({ objectId: id });
        taken.push(takenOf(report, isNew));
      }
      return taken;
    });
  }

  /**
   * A file that was attached to a mail, for whichever organizations have verified the domains in it. Safe to repeat: what was
   * taken is known by the reporter's own id. Throws `domain-report.…` for what is no report, which trying again does not change.
   */
  async takeReport(bytes: Uint8Array, fileName: string): Promise<ArrivedReport[]> {
    const receive = (path: string) => writeFile(path, bytes, { mode: 0o600 });
    const reports = await inTemporaryFile(receive, (path) => this.sandbox.read(mailOwner, path));
    const arrived: ArrivedReport[] = [];
    for (const report of reports) arrived.push(await this.#deliver(report, fileName));
    return arrived;
  }

  async #deliver(report: PackedReport, fileName: string): Promise<ArrivedReport> {
    const { domain, reporter } = report;
    const organizationId = await this.owned.ownerOf(domain);
    if (organizationId === null) return { domain, reporter, organizationId, isNew: false };
    const store = () => this.db.transaction(() => this.#store(report, { source: 'mail', fileName }));
    const { isNew } = await runInScope({ organizationId, actor: { kind: 'system', name: 'inbound' } }, store);
    return { domain, reporter, organizationId, isNew };
  }

  /** The policy may be published above the domain that the organization sends from, so the senders in the rows count too. */
  async #foreignIn(reports: readonly PackedReport[]): Promise<readonly string[]> {
    const foreign: string[] = [];
    for (const report of reports) {
      const candidates = [...new Set([report.domain, ...report.senders].flatMap(upwards))];
      if ((await this.owned.ownAmong(candidates)).length === 0) foreign.push(report.domain);
    }
    return foreign;
  }

  async #store(report: PackedReport, { source, fileName }: Origin): Promise<{ id: string; isNew: boolean }> {
    const row = await this.db.row<{ id: string; isNew: boolean }>(addReport, [
      report.kind,
      report.domain,
      report.reporter,
      report.reporterEmail,
      keyOf(report.reportId),
      report.beginsAt,
      report.endsAt,
      report.kind === 'dmarc' ? JSON.stringify(report.policy) : null,
      report.kind === 'tls' ? report.policyType : null,
      report.count,
      report.passed,
      source,
      inOneDirection(onOneLine(fileName)).slice(0, 255),
      currentUserId(),
    ]);
    if (!row) throw new Error('The report was neither added nor there.');
    if (!row.isNew) return row;
    for (const page of report.pages)
      await this.db.rows(report.kind === 'dmarc' ? addRows : addTlsFailures, [row.id, page]);
    afterCommit(() => this.live.publish('domain-reports', row.id));
    return row;
  }
}

/** Some ids are longer than an index takes. */
function keyOf(reportId: string): string {
  return reportId.length <= 255 ? reportId : createHash('sha256').update(reportId).digest('hex');
}

function takenOf(report: PackedReport, isNew: boolean): TakenReport {
  const { kind, domain, reporter, reportId, beginsAt, endsAt, count } = report;
  return { kind, domain, reporter, reportId, beginsAt, endsAt, count, isNew };
}
