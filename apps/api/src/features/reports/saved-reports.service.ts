import { Injectable } from '@nestjs/common';
import { savedReportLimits, savedReportsRoutes, type SavedReportView } from '@engagex/domain/reports';
import { conflict, DomainError, notFound, type ParsedInputOf, type UsedBy } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { assertMayChange, copyOf, type Owned, shown } from './ownership.ts';
import {
  addReport,
  changeReport,
  countReports,
  dashboardsWith,
  deletedReport,
  listReports,
  lockReport,
  reportOf,
  setReportDeleted,
} from './saved-reports.queries.ts';

type Row = Omit<SavedReportView, 'canChange'> & Owned;

/** Questions about events that members keep under a name. */
@Injectable()
export class SavedReportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    const rows = await this.db.rows<Row>(listReports, [currentUserId(), savedReportLimits.reports]);
    return { items: rows.map(shown) };
  }

  /** Those that this member sees, for work that is done in the background. */
  visibleTo(userId: string): Promise<readonly Pick<SavedReportView, 'id' | 'name' | 'query'>[]> {
    return this.db.rows<Row>(listReports, [userId, savedReportLimits.reports]);
  }

  async get(id: string): Promise<SavedReportView> {
    return shown(await this.#row(id));
  }

  async create({ name, query, visibility }: ParsedInputOf<typeof savedReportsRoutes.create>) {
    const { count = 0 } = (await this.db.row<{ count: number }>(countReports)) ?? {};
    if (count >= savedReportLimits.reports)
      throw conflict(
        'saved-report.too-many',
        `An organization can have ${savedReportLimits.reports} saved reports. Delete some first.`,
      );
    const ownerId = currentUserId();
    const mine = { ownerId, owner: ownerId === null ? null : { id: ownerId }, visibility: 'private' } as const;
    assertMayChange(mine, 'saved-report', visibility);
    return this.#add(name, query, visibility);
  }

  async update({ id, version, ...next }: ParsedInputOf<typeof savedReportsRoutes.update>) {
    const before = await this.#row(id);
    assertMayChange(before, 'saved-report', next.visibility);
    const edited = {
      route: savedReportsRoutes.update,
      lastChange: lastChangeOf('saved_reports'),
      id,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    const { name = before.name, query = before.query, visibility = before.visibility } = next;
    await this.db.rows(changeReport, [id, name, JSON.stringify(query), visibility, currentUserId()]);
    noteAudit({
      objectName: name,
      before: { name: before.name, query: before.query, visibility: before.visibility },
      after: { name, query, visibility },
    });
    return this.#changed(id);
  }

  async duplicate(id: string) {
    const { name, query } = await this.#row(id);
    return this.#add(copyOf(name, savedReportLimits.nameLength), query, 'private');
  }

  /** A report that a dashboard shows stays, so that no card becomes empty. */
  async delete(id: string): Promise<void> {
    const row = await this.#row(id);
    assertMayChange(row, 'saved-report');
    await this.db.rows(lockReport, [id]);
    const usedBy = await this.db.rows<UsedBy>(dashboardsWith, [id]);
    if (usedBy.length > 0)
      throw new DomainError(
        'conflict',
        'saved-report.in-use',
        'A dashboard shows this report. Remove its card first.',
        {
          usedBy,
        },
      );
    await this.db.rows(setReportDeleted, [id, this.clock.now(), currentUserId()]);
    noteAudit({ objectName: row.name });
    afterCommit(() => this.live.publish('saved-reports', id));
  }

  async restore(id: string) {
    const row = await this.db.row<Row>(deletedReport, [currentUserId(), id]);
    if (!row) throw notFound('saved-report');
    assertMayChange(row, 'saved-report');
    await this.db.rows(setReportDeleted, [id, null, currentUserId()]);
    noteAudit({ objectName: row.name });
    return this.#changed(id);
  }

  async #add(name: string, query: SavedReportView['query'], visibility: SavedReportView['visibility']) {
    const values = [name, JSON.stringify(query), visibility, currentUserId()];
    const added = await this.db.row<{ id: string }>(addReport, values);
    const id = added?.id ?? '';
    noteAudit({ objectId: id, objectName: name, after: { name, query, visibility } });
    return this.#changed(id);
  }

  async #row(id: string): Promise<Row> {
    const row = await this.db.row<Row>(reportOf, [currentUserId(), id]);
    if (!row) throw notFound('saved-report');
    return row;
  }

  #changed(id: string): Promise<SavedReportView> {
    afterCommit(() => {
      this.live.publish('saved-reports', id);
      this.live.publish('dashboards'); // which show it
    });
    return this.get(id);
  }
}
