import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import {
  dashboardScheduleLimits,
  dashboardSchedulesRoutes,
  type DashboardScheduleView,
  nextDueAfter,
} from '@engagex/domain/dashboard-schedules';
import { conflict, DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { callerMay } from '../../platform/http/caller.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import {
  addSchedule,
  changeSchedule,
  dashboardNameOf,
  dashboardToSchedule,
  deletedSchedule,
  deleteSchedule,
  listSchedules,
  restoreSchedule,
  scheduleOf,
} from './dashboard-schedules.queries.ts';
import { Recipients } from './recipients.ts';

type Row = Omit<DashboardScheduleView, 'canChange'> & { readonly ownerId: string | null };
type Person = DashboardScheduleView['dashboard'];

/** When dashboards are mailed, and to whom. */
@Injectable()
export class DashboardSchedulesService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
  ) {}

  async list({ dashboardId }: ParsedInputOf<typeof dashboardSchedulesRoutes.list>) {
    await this.#firstRead();
    const rows = await this.db.rows<Row>(listSchedules, [...asker(), dashboardId ?? null]);
    return { items: rows.map(shown) };
  }

  async candidates(dashboardId: string): Promise<{ items: Person[] }> {
    await this.#dashboard(dashboardId);
    return { items: await this.recipients.candidates(dashboardId) };
  }

  async get(id: string): Promise<DashboardScheduleView> {
    return shown(await this.#row(id));
  }

  async create({
    dashboardId,
    timing,
    format,
    recipientIds,
  }: ParsedInputOf<typeof dashboardSchedulesRoutes.create>): Promise<DashboardScheduleView> {
    const { name, timeZone, schedules } = await this.#dashboard(dashboardId);
    const { ofDashboard } = dashboardScheduleLimits;
    if (schedules >= ofDashboard)
      throw conflict(
        'dashboard-schedule.too-many',
        `A dashboard can have ${ofDashboard} schedules. Delete some first.`,
      );
    await this.recipients.assertAllowed(dashboardId, recipientIds);
    const due = nextDueAfter(timing, timeZone, this.clock.now());
    const values = [dashboardId, JSON.stringify(timing), format, due, currentUserId()];
    const id = (await this.db.row<{ id: string }>(addSchedule, values))?.id ?? '';
    await this.recipients.set(id, recipientIds);
    noteAudit({ objectId: id, objectName: name, after: { timing, format, recipients: recipientIds } });
    return this.#changed(id);
  }

  async update({
    id,
    version,
    ...next
  }: ParsedInputOf<typeof dashboardSchedulesRoutes.update>): Promise<DashboardScheduleView> {
    const before = await this.#toChange(id);
    const edited = {
      route: dashboardSchedulesRoutes.update,
      lastChange: lastChangeOf('dashboard_schedules'),
      id,
      version,
    };
    await assertUnchanged(this.db, edited, () => this.get(id));
    const { timing = before.timing, format = before.format, isPaused = before.isPaused } = next;
    if (next.recipientIds) {
      const named = new Set(before.recipients.map((each) => each.id));
      const added = next.recipientIds.filter((each) => !named.has(each));
      await this.recipients.assertAllowed(before.dashboard.id, added);
      await this.recipients.set(id, next.recipientIds);
    }
    // What is due at this moment stays due, unless when it is mailed was changed.
    const isKept = !before.isPaused && isDeepStrictEqual(timing, before.timing);
    const due = isKept ? before.nextDueAt : nextDueAfter(timing, before.timeZone, this.clock.now());
    await this.db.rows(changeSchedule, [
      id,
      JSON.stringify(timing),
      format,
      isPaused,
      isPaused ? null : due,
      currentUserId(),
    ]);
    const recipients = before.recipients.map((each) => each.id);
    noteAudit({
      objectName: before.dashboard.name,
      before: { timing: before.timing, format: before.format, isPaused: before.isPaused, recipients },
      after: { timing, format, isPaused, recipients: next.recipientIds ?? recipients },
    });
    return this.#changed(id);
  }

  async delete(id: string): Promise<void> {
    const { dashboard } = await this.#toChange(id);
    await this.db.rows(deleteSchedule, [id, this.clock.now(), currentUserId()]);
    noteAudit({ objectName: dashboard.name });
    afterCommit(() => this.live.publish('dashboard-schedules', id));
  }

  async restore(id: string): Promise<DashboardScheduleView> {
    await this.#firstRead();
    const row = await this.db.row<Row>(deletedSchedule, [...asker(), id]);
    if (!row) throw notFound('dashboard-schedule');
    assertMayChange(row);
    const due = nextDueAfter(row.timing, row.timeZone, this.clock.now());
    await this.db.rows(restoreSchedule, [id, due, currentUserId()]);
    noteAudit({ objectName: row.dashboard.name });
    return this.#changed(id);
  }

  /** Whoever gets it can stop it, whether or not they can open the dashboard any more. */
  async stop(id: string): Promise<{ dashboard: string }> {
    const dashboard = await this.mailedDashboard(id);
    if (dashboard === null) throw notFound('dashboard-schedule');
    await this.recipients.stop(id, this.clock.now());
    noteAudit({ objectId: id, objectName: dashboard });
    afterCommit(() => this.live.publish('dashboard-schedules', id));
    return { dashboard };
  }

  /** What a schedule mails to whoever asks; null when they are none of its recipients. */
  async mailedDashboard(id: string): Promise<string | null> {
    return (await this.db.row<{ name: string }>(dashboardNameOf, [currentUserId(), id]))?.name ?? null;
  }

  /** What the caller may do is known after this. */
  #firstRead(): Promise<unknown> {
    return this.db.rows('select 1');
  }

  async #dashboard(id: string) {
    const found = await this.db.row<{ name: string; timeZone: string; schedules: number }>(dashboardToSchedule, [
      currentUserId(),
      id,
    ]);
    if (!found) throw notFound('dashboard');
    return found;
  }

  async #row(id: string): Promise<Row> {
    await this.#firstRead();
    const row = await this.db.row<Row>(scheduleOf, [...asker(), id]);
    if (!row) throw notFound('dashboard-schedule');
    return row;
  }

  async #toChange(id: string): Promise<Row> {
    const row = await this.#row(id);
    assertMayChange(row);
    return row;
  }

  #changed(id: string): Promise<DashboardScheduleView> {
    afterCommit(() => this.live.publish('dashboard-schedules', id));
    return this.get(id);
  }
}

function asker() {
  return [currentUserId(), callerMay('reports:share')] as const;
}

function canChange({ ownerId }: Pick<Row, 'ownerId'>): boolean {
  return callerMay('reports:share') || (ownerId !== null && ownerId === currentUserId());
}

function assertMayChange(row: Row): void {
  if (canChange(row)) return;
  throw new DomainError(
    'forbidden',
    'dashboard-schedule.of-others',
    'Your role does not allow changing a schedule that somebody else made. You can stop its mail to yourself.',
  );
}

function shown({ ownerId, ...row }: Row): DashboardScheduleView {
  return { ...row, canChange: canChange({ ownerId }) };
}
