import { Injectable } from '@nestjs/common';
import type { incidentsRoutes, IncidentView } from '@engagex/domain/incidents';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { closeIncident, incidentOf, listIncidents } from './incidents.queries.ts';

@Injectable()
export class IncidentsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async list({ state, cursor, limit }: ParsedInputOf<typeof incidentsRoutes.list>) {
    const rows = await this.db.rows<IncidentView>(listIncidents, [state ?? null, readCursor(cursor), limit + 1]);
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** Closing it twice changes nothing. */
  async close(id: string): Promise<IncidentView> {
    await this.db.rows(closeIncident, [id, this.clock.now(), currentUserId()]);
    const incident = await this.db.row<IncidentView>(incidentOf, [id]);
    if (!incident) throw notFound('incident');
    afterCommit(() => this.live.publish('incidents'));
    return incident;
  }
}
