import { Module } from '@nestjs/common';
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

@Module({
  imports: [ExploreModule, HandOverModule, ReportsModule],
  controllers: [DashboardSchedulesController],
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
  ],
})
export class DashboardSchedulesModule {}
