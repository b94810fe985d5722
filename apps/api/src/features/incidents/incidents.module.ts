import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.ts';
import { IncidentsController } from './incidents.controller.ts';
import { IncidentsService } from './incidents.service.ts';
import { IncidentsWorker } from './incidents.worker.ts';
import { LookAfterIncident } from './look-after-incident.ts';

@Module({
  imports: [NotificationsModule],
  controllers: [IncidentsController],
  providers: [IncidentsService, IncidentsWorker, LookAfterIncident],
})
export class IncidentsModule {}
