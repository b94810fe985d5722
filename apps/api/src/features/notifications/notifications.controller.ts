import { Controller } from '@nestjs/common';
import { notificationsRoutes } from '@engagex/domain/notifications';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { Inbox } from './inbox.ts';
import { NotificationSettingsService } from './notification-settings.service.ts';

@Controller()
export class NotificationsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly chosen: NotificationSettingsService,
  ) {}

  @Handles(notificationsRoutes.list)
  list(@Input() query: ParsedInputOf<typeof notificationsRoutes.list>) {
    return this.inbox.list(query);
  }

  @Handles(notificationsRoutes.unread)
  unread() {
    return this.inbox.unread();
  }

  @Handles(notificationsRoutes.mark)
  mark(@Input() { id, isRead }: ParsedInputOf<typeof notificationsRoutes.mark>) {
    return this.inbox.mark(id, isRead);
  }

  @Handles(notificationsRoutes.readUpTo)
  readUpTo(@Input() { upTo, category }: ParsedInputOf<typeof notificationsRoutes.readUpTo>) {
    return this.inbox.readUpTo(upTo, category);
  }

  @Handles(notificationsRoutes.settings)
  settings() {
    return this.chosen.get();
  }

  @Handles(notificationsRoutes.choose)
  choose(@Input() changes: ParsedInputOf<typeof notificationsRoutes.choose>) {
    return this.chosen.choose(changes);
  }

  @Handles(notificationsRoutes.defaults)
  defaults() {
    return this.chosen.defaults();
  }

  @Handles(notificationsRoutes.setDefaults)
  setDefaults(@Input() { choices }: ParsedInputOf<typeof notificationsRoutes.setDefaults>) {
    return this.chosen.setDefaults(choices);
  }
}
