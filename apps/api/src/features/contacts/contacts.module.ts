import { Module } from '@nestjs/common';
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
import { RunImport } from './run-import.ts';
import { UndoImport } from './undo-import.ts';

@Module({
  controllers: [ContactsController, GroupsController, ImportsController, ExportsController],
  providers: [
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
