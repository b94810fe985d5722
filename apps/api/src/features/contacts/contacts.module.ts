import { Module } from '@nestjs/common';
import { SegmentsModule } from '../segments/index.ts';
import { AttributesController } from '../attributes/attributes.controller.ts';
import { AttributesService } from '../attributes/attributes.service.ts';
import { BulkActionsController } from '../bulk-actions/bulk-actions.controller.ts';
import { BulkActionsService } from '../bulk-actions/bulk-actions.service.ts';
import { BulkActionsWorker } from '../bulk-actions/bulk-actions.worker.ts';
import { ContactPageController } from './contact-page.controller.ts';
import { ContactViewsController } from './contact-views.controller.ts';
import { ContactViewsService } from './contact-views.service.ts';
import { FindContacts } from './find-contacts.ts';
import { ApplyImport } from '../imports/apply-import.ts';
import { ContactsController } from './contacts.controller.ts';
import { ContactsService } from './contacts.service.ts';
import { ExportsController } from '../exports/exports.controller.ts';
import { ExportsService } from '../exports/exports.service.ts';
import { ExportsWorker } from '../exports/exports.worker.ts';
import { WriteExport } from '../exports/write-export.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsService } from './groups.service.ts';
import { ImportsController } from '../imports/imports.controller.ts';
import { ImportsService } from '../imports/imports.service.ts';
import { ImportsWorker } from '../imports/imports.worker.ts';
import { MergeContacts } from './merge-contacts.ts';
import { RunBulkAction } from '../bulk-actions/run-bulk-action.ts';
import { RunImport } from '../imports/run-import.ts';
import { UndoImport } from '../imports/undo-import.ts';
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
