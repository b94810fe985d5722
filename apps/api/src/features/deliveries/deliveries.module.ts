import { Module } from '@nestjs/common';
import { FrequencyModule } from '../frequency/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { Claims } from './claims.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { DeliveriesWorker } from './deliveries.worker.ts';
import { ExplainDeliveries } from './explanations/explain-deliveries.ts';
import { ExportPeople } from './explanations/export-people.ts';
import { HoldBack } from './hold-back.ts';
import { InFlight } from './in-flight.ts';
import { Journals } from './journal/journals.ts';
import { Ledgers } from './ledgers.ts';
import { OutcomeRecords } from './record-outcomes.ts';
import { SendBatch } from './send-batch.ts';

@Module({
  imports: [FrequencyModule, TransportsModule],
  controllers: [DeliveriesController],
  providers: [
    Claims,
    DeliveriesWorker,
    ExplainDeliveries,
    ExportPeople,
    HoldBack,
    InFlight,
    Journals,
    Ledgers,
    OutcomeRecords,
    SendBatch,
  ],
  exports: [Claims, Journals, Ledgers, SendBatch],
})
export class DeliveriesModule {}
