import { Module } from '@nestjs/common';
import { DomainChecksModule } from '../domain-checks/index.ts';
import { DomainsModule } from '../domains/index.ts';
import { InboundModule } from '../inbound/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { DeliveryTestsWorker } from './delivery-tests.worker.ts';
import { DeliveryTestsController } from './delivery-tests.controller.ts';
import { DeliveryTestsService } from './delivery-tests.service.ts';
import { FinishDeliveryTest } from './finish-delivery-test.ts';
import { IncomingProbes } from './incoming-probes.ts';
import { LookAtArrival } from './look-at-arrival.ts';
import { RepeatDeliveryTests } from './repeat-delivery-tests.ts';
import { RunDeliveryTest } from './run-delivery-test.ts';
import { SendProbes } from './send-probes.ts';
import { TestBeforeSending } from './test-before-sending.ts';

@Module({
  imports: [DomainChecksModule, DomainsModule, InboundModule, NotificationsModule, TransportsModule],
  controllers: [DeliveryTestsController],
  providers: [
    DeliveryTestsWorker,
    DeliveryTestsService,
    FinishDeliveryTest,
    IncomingProbes,
    LookAtArrival,
    RepeatDeliveryTests,
    RunDeliveryTest,
    SendProbes,
    TestBeforeSending,
  ],
  exports: [TestBeforeSending],
})
export class DeliveryTestsModule {}
