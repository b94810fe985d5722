import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { NoticeChoices } from './notice-choices.ts';
import { Notices } from './notices.ts';
import { NoticesController } from './notices.controller.ts';
import { NoticesWorker } from './notices.worker.ts';
import { SendNotice } from './send-notice.ts';

@Module({
  imports: [AccountsModule],
  controllers: [NoticesController],
  providers: [NoticeChoices, Notices, NoticesWorker, SendNotice],
  exports: [Notices],
})
export class NoticesModule {}
