import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { HandOverModule } from '../hand-over/index.ts';
import { NotificationChoices } from './notification-choices.ts';
import { Notifications } from './notifications.ts';
import { NotificationsController } from './notifications.controller.ts';
import { NotificationsWorker } from './notifications.worker.ts';
import { SendNotification } from './send-notification.ts';

@Module({
  imports: [AccountsModule, HandOverModule],
  controllers: [NotificationsController],
  providers: [NotificationChoices, Notifications, NotificationsWorker, SendNotification],
  exports: [Notifications],
})
export class NotificationsModule {}
