import { Module } from '@nestjs/common';
import { AttributesModule } from '../attributes/index.ts';
import { ContactsModule } from '../contacts/index.ts';
import { PlansModule } from '../plans/index.ts';
import { BulkActionsController } from './bulk-actions.controller.ts';
import { BulkActionsService } from './bulk-actions.service.ts';
import { BulkActionsWorker } from './bulk-actions.worker.ts';
import { RunBulkAction } from './run-bulk-action.ts';

@Module({
  imports: [AttributesModule, ContactsModule, PlansModule],
  controllers: [BulkActionsController],
  providers: [BulkActionsService, BulkActionsWorker, RunBulkAction],
})
export class BulkActionsModule {}
