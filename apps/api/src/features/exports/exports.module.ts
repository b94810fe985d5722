import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/index.ts';
import { ExportsController } from './exports.controller.ts';
import { ExportsService } from './exports.service.ts';
import { ExportsWorker } from './exports.worker.ts';
import { WriteExport } from './write-export.ts';

@Module({
  imports: [ContactsModule],
  controllers: [ExportsController],
  providers: [ExportsService, ExportsWorker, WriteExport],
})
export class ExportsModule {}
