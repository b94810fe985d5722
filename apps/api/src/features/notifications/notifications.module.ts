import { Global, Module } from '@nestjs/common';
import { Notify } from '../../platform/notify.ts';
import { AccountsModule } from '../accounts/index.ts';
import { HandOverModule } from '../hand-over/index.ts';
import { Inbox } from './inbox.ts';
import { Mailables } from './mailable.ts';
import { NotificationSettingsService } from './notification-settings.service.ts';
import { Notifications } from './notifications.ts';
import { NotificationsController } from './notifications.controller.ts';
import { NotificationsWorker } from './notifications.worker.ts';
import { SendDigest } from './send-digest.ts';
import { SendNotification } from './send-notification.ts';

/** Global, since every feature may have something to tell; what they tell it to is `Notify` of the platform. */
@Global()
@Module({
  imports: [AccountsModule, HandOverModule],
  controllers: [NotificationsController],
  providers: [
    Inbox,
    Mailables,
    NotificationSettingsService,
    Notifications,
    NotificationsWorker,
    SendDigest,
    SendNotification,
    { provide: Notify, useExisting: Notifications },
  ],
  exports: [Notifications, Notify],
})
export class NotificationsModule {}
