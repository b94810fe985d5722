import { Controller } from '@nestjs/common';
import { notificationsRoutes } from '@engagex/domain/notifications';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { NotificationChoices } from './notification-choices.ts';

@Controller()
export class NotificationsController {
  constructor(private readonly choices: NotificationChoices) {}

  @Handles(notificationsRoutes.get)
  get() {
    return this.choices.get();
  }

  @Handles(notificationsRoutes.update)
  update(@Input() choice: ParsedInputOf<typeof notificationsRoutes.update>) {
    return this.choices.update(choice);
  }
}
