import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { ExploreModule } from '../explore/index.ts';
import { HandOverModule } from '../hand-over/index.ts';
import { ReportsModule } from '../reports/index.ts';
import { DashboardSchedulesController } from './dashboard-schedules.controller.ts';
import { DashboardSchedulesService } from './dashboard-schedules.service.ts';
import { DashboardSchedulesWorker } from './dashboard-schedules.worker.ts';
import { MailingsService } from './mailings/mailings.service.ts';
import { MakeDue } from './mailings/make-due.ts';
import { PrepareMailings } from './mailings/prepare-mailings.ts';
import { ReadDashboard } from './mailings/read-dashboard.ts';
import { ComposeMail } from './mails/compose-mail.ts';
import { SendMail } from './mails/send-mail.ts';
import { Recipients } from './recipients.ts';
import { StopLinksController } from './stop-links/stop-links.controller.ts';
import { StopTokens } from './stop-links/stop-tokens.ts';

@Module({
  imports: [ExploreModule, HandOverModule, ReportsModule],
  controllers: [DashboardSchedulesController, StopLinksController],
  providers: [
    ComposeMail,
    DashboardSchedulesService,
    DashboardSchedulesWorker,
    MailingsService,
    MakeDue,
    PrepareMailings,
    ReadDashboard,
    Recipients,
    SendMail,
    {
      provide: StopTokens,
      useFactory: (config: Config) => new StopTokens(config.TRACKING_SECRET),
      inject: [CONFIG],
    },
  ],
})
export class DashboardSchedulesModule {}
