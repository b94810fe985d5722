import { Module } from '@nestjs/common';
import { PersonalDataModule } from '../personal-data/index.ts';
import { BackupsWorker } from './backups.worker.ts';
import { SettleRestored } from './settle-restored.ts';

@Module({ imports: [PersonalDataModule], providers: [SettleRestored, BackupsWorker] })
export class BackupsModule {}
