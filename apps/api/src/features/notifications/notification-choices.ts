import { Injectable } from '@nestjs/common';
import type { NotificationChoice } from '@engagex/domain/notifications';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { chooseNotifications } from '../accounts/index.ts';

/** What the person who asks wants to be told by mail in this organization. */
@Injectable()
export class NotificationChoices {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(): Promise<NotificationChoice> {
    const choice = await this.db.row<NotificationChoice>(
      'select wants_notifications as campaigns from memberships where user_id = $1',
      [currentUserId()],
    );
    if (!choice) throw notFound('member');
    return choice;
  }

  async update({ campaigns }: NotificationChoice): Promise<NotificationChoice> {
    const before = await this.get();
    await this.db.rows(chooseNotifications, [currentUserId(), campaigns]);
    noteAudit({ before, after: { campaigns } });
    afterCommit(() => this.live.publish('notifications'));
    return { campaigns };
  }
}
