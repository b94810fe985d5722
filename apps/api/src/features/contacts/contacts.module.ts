import { Module } from '@nestjs/common';
import { SegmentsModule } from '../segments/index.ts';
import { AttributesController } from './attributes.controller.ts';
import { AttributesService } from './attributes.service.ts';
import { BulkActionsController } from './bulk-actions.controller.ts';
import { BulkActionsService } from './bulk-actions.service.ts';
import { BulkActionsWorker } from './bulk-actions.worker.ts';
import { ContactPageController } from './contact-page.controller.ts';
import { ContactViewsController } from './contact-views.controller.ts';
import { ContactViewsService } from './contact-views.service.ts';
import { FindContacts } from './find-contacts.ts';
import { ApplyImport } from './apply-import.ts';
import { ContactsController } from './contacts.controller.ts';
import { ContactsService } from './contacts.service.ts';
import { ExportsController } from './exports.controller.ts';
import { ExportsService } from './exports.service.ts';
import { ExportsWorker } from './exports.worker.ts';
import { WriteExport } from './write-export.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsService } from './groups.service.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';
import { ImportsWorker } from './imports.worker.ts';
import { MergeContacts } from './merge-contacts.ts';
import { RunBulkAction } from './run-bulk-action.ts';
import { RunImport } from './run-import.ts';
import { UndoImport } from './undo-import.ts';
import { Timeline } from './timeline.ts';

@Module({
  imports: [SegmentsModule],
  controllers: [
    AttributesController,
    BulkActionsController,
    ContactPageController,
    ContactViewsController,
    ContactsController,
    GroupsController,
    ImportsController,
    ExportsController,
  ],
  providers: [
    MergeContacts,
    Timeline,
    BulkActionsService,
    BulkActionsWorker,
    RunBulkAction,
    AttributesService,
    FindContacts,
    ContactViewsService,
    ContactsService,
    GroupsService,
    ImportsService,
    ImportsWorker,
    RunImport,
    ApplyImport,
    UndoImport,
    ExportsService,
    ExportsWorker,
    WriteExport,
  ],
})
export class ContactsModule {}
