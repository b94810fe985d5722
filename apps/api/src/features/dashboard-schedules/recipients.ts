import { Injectable } from '@nestjs/common';
import { DomainError, invalid } from '@engagex/domain/shared';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { callerMay } from '../../platform/http/caller.ts';
import {
  ableToReceive,
  addRecipients,
  candidatesFor,
  receiveAgain,
  removeOtherRecipients,
  stopReceiving,
} from './recipients.queries.ts';

/** Who gets a dashboard by mail. */
@Injectable()
export class Recipients {
  constructor(private readonly db: TenantDb) {}

  candidates(dashboardId: string) {
    return this.db.rows<{ id: string; name: string }>(candidatesFor, [dashboardId]);
  }

  /** Everybody may name themselves; others only those who share dashboards, and only members who can open it. */
  async assertAllowed(dashboardId: string, added: readonly string[]): Promise<void> {
    const me = currentUserId();
    if (added.some((id) => id !== me) && !callerMay('reports:share'))
      throw new DomainError(
        'forbidden',
        'dashboard-schedule.of-others',
        'Your role allows mailing a dashboard to yourself only. Ask an owner, admin or campaign manager to mail it to others.',
      );
    const able = await this.db.rows(ableToReceive, [dashboardId, added]);
    if (able.length < added.length)
      throw invalid(
        'dashboard-schedule.recipient',
        'One of these people is not a member, has not confirmed their email address, or cannot open this dashboard. Share the dashboard first, or remove them.',
      );
  }

  /** From now on it is exactly these. Only for themselves somebody takes back that they stopped it. */
  async set(scheduleId: string, userIds: readonly string[]): Promise<void> {
    await this.db.rows(removeOtherRecipients, [scheduleId, userIds]);
    await this.db.rows(addRecipients, [scheduleId, userIds]);
    const me = currentUserId();
    if (me !== null && userIds.includes(me)) await this.db.rows(receiveAgain, [scheduleId, me]);
  }

  async stop(scheduleId: string, now: Date): Promise<void> {
    await this.db.rows(stopReceiving, [scheduleId, currentUserId(), now]);
  }
}
