import { Module } from '@nestjs/common';
import { HandOverModule } from '../hand-over/index.ts';
import { SendingSuspensionsModule } from '../sending-suspensions/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule, Waiting } from '../transports/index.ts';
import { AcceptMessage } from './accept-message.ts';
import { MessageClaims } from './message-claims.ts';
import { MessageContent } from './message-content.ts';
import { MessageFiles } from './message-files.ts';
import { recheckWaiting } from './messages.queries.ts';
import { MessagesController } from './messages.controller.ts';
import { MessageWakeUps } from './messages.jobs.ts';
import { MessagesService } from './messages.service.ts';
import { MessagesWorker } from './messages.worker.ts';
import { SendMessages } from './send-messages.ts';

@Module({
  imports: [HandOverModule, SendingSuspensionsModule, TemplatesModule, TransportsModule],
  controllers: [MessagesController],
  providers: [
    AcceptMessage,
    MessageClaims,
    MessageContent,
    MessageFiles,
    MessagesService,
    MessagesWorker,
    MessageWakeUps,
    SendMessages,
  ],
})
export class MessagesModule {
  constructor(waiting: Waiting) {
    waiting.rechecksBy(recheckWaiting);
  }
}
