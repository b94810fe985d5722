import { Module } from '@nestjs/common';
import { TransportsModule } from '../transports/index.ts';
import { Claims } from './claims.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { InFlight } from './in-flight.ts';
import { Ledgers } from './ledgers.ts';
import { SendBatch } from './send-batch.ts';

@Module({
  imports: [TransportsModule],
  controllers: [DeliveriesController],
  providers: [Claims, InFlight, Ledgers, SendBatch],
  exports: [Claims, Ledgers, SendBatch],
})
export class DeliveriesModule {}
