import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/index.ts';
import { ApplyImport } from './apply-import.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';
import { ImportsWorker } from './imports.worker.ts';
import { RunImport } from './run-import.ts';
import { UndoImport } from './undo-import.ts';

@Module({
  imports: [ContactsModule],
  controllers: [ImportsController],
  providers: [ApplyImport, ImportsService, ImportsWorker, RunImport, UndoImport],
})
export class ImportsModule {}
