import { Module } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { DeliveriesModule } from '../deliveries/index.ts';
import { EngagementsModule } from '../engagements/index.ts';
import { NoticesModule } from '../notices/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule, Waiting } from '../transports/index.ts';
import { AfterSending } from '../follow-ups/after-sending.ts';
import { AfterSendingController } from '../follow-ups/follow-ups.controller.ts';
import { CampaignApprovals } from '../approvals/campaign-approvals.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignCalendar } from './campaign-calendar.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { lookAgain } from './campaigns.queries.ts';
import { CampaignsController } from './campaigns.controller.ts';
import { CampaignsService } from './campaigns.service.ts';
import { CampaignsWorker } from '../campaign-runs/campaigns.worker.ts';
import { EstimateFinish } from './estimate-finish.ts';
import { FirstStages } from '../campaign-runs/first-stages.ts';
import { GuardCampaign } from '../campaign-runs/guard-campaign.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { ApprovalGate } from './approval-gate.ts';
import { ApprovalsController } from '../approvals/approvals.controller.ts';
import * as approvals from '../approvals/approved-version.ts';
import { withdrawApproval } from '../approvals/approvals.queries.ts';
import { CalendarController } from './calendar.controller.ts';
import { CampaignCourseController } from './campaign-course.controller.ts';
import { CampaignPreviewsController } from '../campaign-previews/campaign-previews.controller.ts';
import { CampaignReportController } from '../campaign-report/campaign-report.controller.ts';
import { PreviewCampaign } from '../campaign-previews/preview-campaign.ts';
import { RemindCampaign } from '../follow-ups/remind-campaign.ts';
import { ReportCampaign } from '../campaign-report/report-campaign.ts';
import { ReviewCampaign } from './review-campaign.ts';
import { ReviewContents } from './review-contents.ts';
import { RunCampaign } from '../campaign-runs/run-campaign.ts';
import { StopCampaign } from '../campaign-runs/stop-campaign.ts';
import { TestCampaign } from '../campaign-previews/test-campaign.ts';
import { Turns } from '../campaign-runs/turns.ts';

@Module({
  imports: [DeliveriesModule, EngagementsModule, NoticesModule, SegmentsModule, TemplatesModule, TransportsModule],
  controllers: [
    AfterSendingController,
    ApprovalsController,
    CalendarController,
    CampaignCourseController,
    CampaignPreviewsController,
    CampaignReportController,
    CampaignsController,
  ],
  providers: [
    AfterSending,
    ApprovalGate,
    CampaignApprovals,
    CampaignAudience,
    CampaignCalendar,
    CampaignsService,
    CampaignWakeUps,
    CampaignsWorker,
    EstimateFinish,
    FirstStages,
    GuardCampaign,
    LaunchCampaign,
    PreviewCampaign,
    RemindCampaign,
    ReportCampaign,
    ReviewCampaign,
    ReviewContents,
    RunCampaign,
    StopCampaign,
    TestCampaign,
    Turns,
  ],
  exports: [CampaignsService],
})
export class CampaignsModule {
  constructor(waiting: Waiting, gate: ApprovalGate, db: TenantDb, clock: Clock) {
    gate.isKeptBy({
      isMissing: (campaign, templates) => approvals.needsApproval(db, campaign, templates),
      people: (id) => approvals.approvedPeople(db, id),
      withdraw: async (id) => void (await db.rows(withdrawApproval, [id, clock.now()])),
    });
    waiting.looksAgainBy(lookAgain);
  }
}
