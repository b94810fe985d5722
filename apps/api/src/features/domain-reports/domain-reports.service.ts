import { Injectable } from '@nestjs/common';
import type {
  domainReportsRoutes,
  DomainReportView,
  PublishedPolicy,
  ReportSource,
} from '@engagex/domain/domain-reports';
import type { AnswerOf } from '@engagex/domain/shared';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import * as queries from './domain-reports.queries.ts';

const dayMs = 86_400_000;

/** What the reports of the last days say. */
@Injectable()
export class DomainReportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  async list(days: number): Promise<AnswerOf<typeof domainReportsRoutes.list>> {
    type Row = AnswerOf<typeof domainReportsRoutes.list>['items'][number];
    return { items: await this.db.rowsByKey<Row>(queries.reportedDomains, [this.#since(days)]) };
  }

  /** Zeros and empty lists for a domain that nobody reported on. */
  async get(domain: string, days: number): Promise<AnswerOf<typeof domainReportsRoutes.get>> {
    const since = this.#since(days);
    const of = [domain, since];
    const [[totals], [policy], trend, sources, reporters, [tls], failures] = await this.db.answersTo([
      rowsOf<{ readonly reports: number } & DomainReportView['totals']>(queries.totalsOf, of),
      rowsOf<{ readonly policy: PublishedPolicy }>(queries.policyOf, of),
      rowsOf<DomainReportView['trend'][number]>(queries.trendOf, of),
      rowsOf<ReportSource>(queries.sourcesOf, of),
      rowsOf<DomainReportView['reporters'][number]>(queries.reportersOf, of),
      rowsOf<{ readonly sessions: number; readonly failed: number }>(queries.tlsTotalsOf, of),
      rowsOf<DomainReportView['tls']['failures'][number]>(queries.tlsFailuresOf, of),
    ]);
    if (!totals || !tls) throw new Error('A sum has a row.');
    const { reports, ...sums } = totals;
    return {
      domain,
      from: since,
      until: this.clock.now(),
      reports,
      totals: sums,
      policy: policy?.policy ?? null,
      trend,
      sources,
      reporters,
      tls: { ...tls, failures },
    };
  }

  #since(days: number): Date {
    return new Date(this.clock.now().getTime() - days * dayMs);
  }
}
