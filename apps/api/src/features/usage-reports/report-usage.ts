import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { CompareUsage, comparedEveryMs } from './compare-usage.ts';
import { PlanReports } from './plan-reports.ts';
import { SendReports } from './send-reports.ts';
import { anyPending } from './usage-reports.queries.ts';

const hourMs = 3_600_000;

/** `counting`: the last hour is not frozen yet. `waiting`: Stripe does not take a report. */
export type Reported = 'all' | 'counting' | 'waiting';

/** Does what is due for the scope's organization: reports of hours that were frozen, and the daily comparison. */
@Injectable()
export class ReportUsage {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly planning: PlanReports,
    private readonly sending: SendReports,
    private readonly comparing: CompareUsage,
  ) {}

  async run(): Promise<void> {
    const progress = await this.planning.plan();
    if (!progress) return;
    await this.sending.send();
    if (this.clock.now().getTime() - progress.comparedAt.getTime() < comparedEveryMs) return;
    await this.comparing.compare();
    await this.sending.send(); // what is to be reported anew
  }

  /**
   * Reports every hour that is over, now. What is used at a price is billed when another takes its place: an hour that is reported later is on no
   * invoice.
   */
  async catchUp(): Promise<Reported> {
    const progress = await this.planning.plan();
    if (!progress) return 'all';
    const thisHour = Math.floor(this.clock.now().getTime() / hourMs) * hourMs;
    if (progress.frozenUntil.getTime() < thisHour) return 'counting';
    await this.sending.send();
    return (await this.db.transaction(() => this.db.row(anyPending))) ? 'waiting' : 'all';
  }
}
