import { Injectable } from '@nestjs/common';
import type { NoticeChoice } from '@engagex/domain/notices';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { chooseNotices } from '../accounts/index.ts';

/** What the person who asks wants to be told by mail in this organization. */
@Injectable()
export class NoticeChoices {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(): Promise<NoticeChoice> {
    const choice = await this.db.row<NoticeChoice>(
      'select wants_notices as campaigns from memberships where user_id = $1',
      [currentUserId()],
    );
    if (!choice) throw notFound('member');
    return choice;
  }

  async update({ campaigns }: NoticeChoice): Promise<NoticeChoice> {
    const before = await this.get();
    await this.db.rows(chooseNotices, [currentUserId(), campaigns]);
    noteAudit({ before, after: { campaigns } });
    afterCommit(() => this.live.publish('notices'));
    return { campaigns };
  }
}
