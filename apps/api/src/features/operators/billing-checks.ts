import { Injectable } from '@nestjs/common';
import { type BillingChecks, mostBillingChecks } from '@engagex/domain/operators';
import { DataSource } from 'typeorm';
import { Clock } from '../../ports/clock.ts';
import { meterErrors } from '../usage-reports/index.ts';
import { heldDeletions, recentDifferences, recentDrifts, usageNotTaken } from './billing-checks.queries.ts';

const dayMs = 86_400_000;
/** A worker begins to delete within seconds of the time, and needs a moment to end what is outside. */
const deletionPatienceMs = 10 * 60_000;

/** What is wrong with billing, in all organizations. */
@Injectable()
export class BillingChecksOfInstallation {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(): Promise<BillingChecks> {
    const now = this.clock.now().getTime();
    const read = <Row>(sql: string, ...more: readonly unknown[]): Promise<Row[]> =>
      this.source.query(sql, [mostBillingChecks, ...more]);
    return {
      drifts: await read(recentDrifts),
      differences: await read(recentDifferences),
      notTaken: await read(usageNotTaken, new Date(now - dayMs)),
      meterErrors: await read(meterErrors),
      heldDeletions: await read(heldDeletions, new Date(now - deletionPatienceMs)),
    };
  }
}
