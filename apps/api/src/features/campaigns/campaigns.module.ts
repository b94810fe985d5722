import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/index.ts';
import { DeliveryTestsModule } from '../delivery-tests/index.ts';
import { DomainChecksModule } from '../domain-checks/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { PlansModule } from '../plans/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule, Waiting } from '../transports/index.ts';
import { ApprovalGate } from './approval-gate.ts';
import { CalendarController } from './calendar.controller.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignCalendar } from './campaign-calendar.ts';
import { CampaignCourseController } from './campaign-course.controller.ts';
import { CampaignsController } from './campaigns.controller.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { recheckWaiting } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';
import { EstimateFinish } from './estimate-finish.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { ReviewCampaign } from './review-campaign.ts';
import { ReviewContents } from './review-contents.ts';

const forOthers = [
  ApprovalGate,
  CampaignAudience,
  CampaignsService,
  CampaignWakeUps,
  EstimateFinish,
  LaunchCampaign,
  ReviewCampaign,
];

@Module({
  imports: [
    DeliveriesModule,
    DeliveryTestsModule,
    DomainChecksModule,
    NotificationsModule,
    PlansModule,
    SegmentsModule,
    TemplatesModule,
    TransportsModule,
  ],
  controllers: [CalendarController, CampaignCourseController, CampaignsController],
  providers: [...forOthers, CampaignCalendar, ReviewContents],
  exports: forOthers,
})
export class CampaignsModule {
  constructor(waiting: Waiting) {
    waiting.rechecksBy(recheckWaiting);
  }
}
