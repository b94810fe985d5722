import { Injectable } from '@nestjs/common';
import { Clock } from '../../ports/clock.ts';
import { CompareUsage, comparedEveryMs } from './compare-usage.ts';
import { PlanReports } from './plan-reports.ts';
import { SendReports } from './send-reports.ts';

/** Does what is due for the scope's organization: reports of hours that were frozen, and the daily comparison. */
@Injectable()
export class ReportUsage {
  constructor(
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
}
