import { Module } from '@nestjs/common';
import { AttributesController } from './attributes.controller.ts';
import { AttributesService } from './attributes.service.ts';
import { ContactsController } from './contacts.controller.ts';
import { ContactsService } from './contacts.service.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsService } from './groups.service.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';
import { ImportsWorker } from './imports.worker.ts';
import { RunImport } from './run-import.ts';

@Module({
  controllers: [AttributesController, ContactsController, GroupsController, ImportsController],
  providers: [AttributesService, ContactsService, GroupsService, ImportsService, ImportsWorker, RunImport],
})
export class ContactsModule {}
