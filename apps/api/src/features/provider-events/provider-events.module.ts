import { Module } from '@nestjs/common';
import { EngagementsModule } from '../engagements/index.ts';
import { ReceiptsModule } from '../receipts/index.ts';
import { ApplyEvents } from './apply-events.ts';
import { EventHooksController } from './event-hooks.controller.ts';
import { EventHooks } from './event-hooks.service.ts';
import { ProviderEventsWorker } from './provider-events.worker.ts';
import { Providers } from './providers.ts';
import { Ses } from './providers/ses.ts';
import { SnsRequests } from './providers/sns-requests.ts';
import { ReceiveEvents } from './receive-events.ts';
import { ReceivingController } from './receiving.controller.ts';

@Module({
  imports: [EngagementsModule, ReceiptsModule],
  controllers: [EventHooksController, ReceivingController],
  providers: [ApplyEvents, EventHooks, ProviderEventsWorker, Providers, ReceiveEvents, Ses, SnsRequests],
})
export class ProviderEventsModule {}
