import { Module } from '@nestjs/common';
import { InboundModule } from '../inbound/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { ReceiptsModule } from '../receipts/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { BounceMailboxesController } from './bounce-mailboxes.controller.ts';
import { BounceMailboxesService } from './bounce-mailboxes.service.ts';
import { BounceMailboxesWorker } from './bounce-mailboxes.worker.ts';
import { CheckBounceMailbox } from './check-bounce-mailbox.ts';
import { InstallationMailbox } from './installation-mailbox.ts';
import { MailboxWakeUps } from './mailbox-wake-ups.ts';
import { ReadMailbox } from './read-mailbox.ts';
import { TestBounceMailbox } from './test-bounce-mailbox.ts';

@Module({
  imports: [InboundModule, NotificationsModule, ReceiptsModule, TransportsModule],
  controllers: [BounceMailboxesController],
  providers: [
    BounceMailboxesService,
    BounceMailboxesWorker,
    CheckBounceMailbox,
    InstallationMailbox,
    MailboxWakeUps,
    ReadMailbox,
    TestBounceMailbox,
  ],
})
export class BounceMailboxesModule {}
