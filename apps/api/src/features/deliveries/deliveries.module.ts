import { Module } from '@nestjs/common';
import { FrequencyModule } from '../frequency/index.ts';
import { HandOverModule } from '../hand-over/index.ts';
import { SendingSuspensionsModule } from '../sending-suspensions/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { DeliveriesWorker } from './deliveries.worker.ts';
import { DeliveryClaims } from './delivery-claims.ts';
import { ExplainDeliveries } from './explanations/explain-deliveries.ts';
import { ExportPeople } from './explanations/export-people.ts';
import { HoldBack } from './hold-back.ts';
import { InFlight } from './in-flight.ts';
import { Ledgers } from './ledgers.ts';
import { OutcomeRecords } from './record-outcomes.ts';
import { SendBatch } from './send-batch.ts';

@Module({
  imports: [FrequencyModule, HandOverModule, SendingSuspensionsModule, TransportsModule],
  controllers: [DeliveriesController],
  providers: [
    DeliveriesWorker,
    DeliveryClaims,
    ExplainDeliveries,
    ExportPeople,
    HoldBack,
    InFlight,
    Ledgers,
    OutcomeRecords,
    SendBatch,
  ],
  exports: [DeliveryClaims, Ledgers, SendBatch],
})
export class DeliveriesModule {}
