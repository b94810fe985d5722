import { Module } from '@nestjs/common';
import { TransportsModule } from '../transports/index.ts';
import { Batches } from './batches.ts';
import { Claims } from './claims.ts';
import { Journals } from './journal/journals.ts';
import { SystemMails } from './system-mails.ts';

@Module({
  imports: [TransportsModule],
  providers: [Batches, Claims, Journals, SystemMails],
  exports: [Batches, Claims, Journals, SystemMails],
})
export class HandOverModule {}
