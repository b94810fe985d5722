import { Injectable } from '@nestjs/common';
import type { dashboardSchedulesRoutes, MailingView } from '@engagex/domain/dashboard-schedules';
import { conflict, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../../platform/http/paging.ts';
import { Queues } from '../../../platform/queues.ts';
import { Clock } from '../../../ports/clock.ts';
import { DashboardSchedulesService } from '../dashboard-schedules.service.ts';
import { listMailings, mailingOf, requestMailing } from './mailings.queries.ts';

export const dashboardSchedulesQueue = 'dashboard-schedules';

/** What schedules mailed, and mail that somebody asks for. */
@Injectable()
export class MailingsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly schedules: DashboardSchedulesService,
  ) {}

  async list({ id, cursor, limit }: ParsedInputOf<typeof dashboardSchedulesRoutes.mailings>) {
    await this.schedules.get(id);
    const rows = await this.db.rows<MailingView>(listMailings, [id, readCursor(cursor), limit + 1]);
    return pageOf(rows, limit, (row) => row.id);
  }

  async sendNow(id: string): Promise<MailingView> {
    const { dashboard } = await this.schedules.get(id);
    const made = await this.db.row<{ id: string }>(requestMailing, [id, currentUserId(), this.clock.now()]);
    if (!made)
      throw conflict(
        'dashboard-schedule.under-way',
        'The last one you asked for is still on its way. Try again in a minute.',
      );
    noteAudit({ objectId: id, objectName: dashboard.name });
    const { organizationId } = currentScope();
    afterCommit(() => this.queues.add(dashboardSchedulesQueue, { organizationId }));
    const mailing = await this.db.row<MailingView>(mailingOf, [made.id]);
    if (!mailing) throw new Error('A mailing that was just made is there.');
    return mailing;
  }
}
