import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.ts';
import { PlansModule } from '../plans/index.ts';
import { Deliver } from './deliver.ts';
import { EventExportsController } from './event-exports.controller.ts';
import { EventExportsService } from './event-exports.service.ts';
import { EventExportsWorker } from './event-exports.worker.ts';
import { RunExports } from './run-exports.ts';
import { DestinationSecrets } from './settings/destination-secrets.ts';
import { EventExportSettingsService } from './settings/event-export-settings.service.ts';
import { WriteFiles } from './write-files.ts';

@Module({
  imports: [NotificationsModule, PlansModule],
  controllers: [EventExportsController],
  providers: [
    Deliver,
    DestinationSecrets,
    EventExportSettingsService,
    EventExportsService,
    EventExportsWorker,
    RunExports,
    WriteFiles,
  ],
})
export class EventExportsModule {}
