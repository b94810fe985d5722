import { Module } from '@nestjs/common';
import { TransportsModule } from '../transports/index.ts';
import { Batches } from './batches.ts';
import { Claims } from './claims.ts';
import { Journals } from './journal/journals.ts';

@Module({
  imports: [TransportsModule],
  providers: [Batches, Claims, Journals],
  exports: [Batches, Claims, Journals],
})
export class HandOverModule {}
