import { Module } from '@nestjs/common';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { AcceptMessage } from './accept-message.ts';
import { MessageContent } from './message-content.ts';
import { MessageFiles } from './message-files.ts';
import { MessagesController } from './messages.controller.ts';
import { MessageWakeUps } from './messages.jobs.ts';
import { MessagesService } from './messages.service.ts';
import { MessagesWorker } from './messages.worker.ts';
import { SendMessages } from './send-messages.ts';

@Module({
  imports: [TemplatesModule, TransportsModule],
  controllers: [MessagesController],
  providers: [
    AcceptMessage,
    MessageContent,
    MessageFiles,
    MessagesService,
    MessagesWorker,
    MessageWakeUps,
    SendMessages,
  ],
})
export class MessagesModule {}
