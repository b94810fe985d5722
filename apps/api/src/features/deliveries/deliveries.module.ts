import { Module } from '@nestjs/common';
import { PressureModule } from '../pressure/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { Claims } from './claims.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { ExplainDeliveries } from './explain-deliveries.ts';
import { InFlight } from './in-flight.ts';
import { Ledgers } from './ledgers.ts';
import { SendBatch } from './send-batch.ts';

@Module({
  imports: [PressureModule, TransportsModule],
  controllers: [DeliveriesController],
  providers: [Claims, ExplainDeliveries, InFlight, Ledgers, SendBatch],
  exports: [Claims, Ledgers, SendBatch],
})
export class DeliveriesModule {}
