import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/index.ts';
import { PlansModule } from '../plans/index.ts';
import { ApplyImport } from './apply-import.ts';
import { ImportChoices } from './import-choices.ts';
import { ImportRows } from './import-rows.ts';
import { ImportUploads } from './import-uploads.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';
import { ImportsWorker } from './imports.worker.ts';
import { RunImport } from './run-import.ts';
import { StoredImports } from './stored-imports.ts';
import { UndoImport } from './undo-import.ts';

@Module({
  imports: [ContactsModule, PlansModule],
  controllers: [ImportsController],
  providers: [
    ApplyImport,
    ImportChoices,
    ImportRows,
    ImportsService,
    ImportsWorker,
    ImportUploads,
    RunImport,
    StoredImports,
    UndoImport,
  ],
})
export class ImportsModule {}
