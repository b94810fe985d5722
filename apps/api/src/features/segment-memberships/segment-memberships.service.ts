import { Injectable } from '@nestjs/common';
import type { segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { type AnswerOf, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { Clock } from '../../ports/clock.ts';
import { countsByDay, listChanges, trackingOf } from './segment-memberships.queries.ts';
import { SegmentWatches } from './segment-watches.ts';

type Tracking = AnswerOf<typeof segmentMembershipsRoutes.get>;
type Change = AnswerOf<typeof segmentMembershipsRoutes.changes>['items'][number] & { readonly sequence: string };
type Day = AnswerOf<typeof segmentMembershipsRoutes.counts>['items'][number];

/** What members see of it. */
@Injectable()
export class SegmentMembershipsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly watches: SegmentWatches,
  ) {}

  async tracking(id: string): Promise<Tracking> {
    const tracking = await this.db.row<Tracking>(trackingOf, [id]);
    if (!tracking) throw notFound('segment');
    return tracking;
  }

  async track(id: string): Promise<Tracking> {
    await this.watches.begin(id, 'members');
    return this.#noted(id, true);
  }

  async pause(id: string): Promise<Tracking> {
    await this.tracking(id);
    await this.watches.end(id, 'members');
    return this.#noted(id, false);
  }

  async changes({ id, kind, cursor, limit }: ParsedInputOf<typeof segmentMembershipsRoutes.changes>) {
    await this.tracking(id);
    const rows = await this.db.rows<Change>(listChanges, [id, kind ?? null, sequenceIn(cursor), limit + 1]);
    return pageOf(rows, limit, ({ sequence }) => sequence);
  }

  async counts({ id, days }: ParsedInputOf<typeof segmentMembershipsRoutes.counts>): Promise<{ items: Day[] }> {
    await this.tracking(id);
    return { items: await this.db.rows<Day>(countsByDay, [id, days, this.clock.now()]) };
  }

  async #noted(id: string, isTracked: boolean): Promise<Tracking> {
    const segment = await this.db.row<{ name: string }>('select name from segments where id = $1', [id]);
    noteAudit({ objectId: id, ...(segment && { objectName: segment.name }), after: { isTracked } });
    return this.tracking(id);
  }
}

/** Where the page before ended; null for the first. Throws on anything a page never gave out. */
function sequenceIn(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
