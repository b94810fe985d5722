import { Injectable } from '@nestjs/common';
import type { IncidentDetail, incidentsRoutes, IncidentView } from '@engagex/domain/incidents';
import { DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, rowsOf, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import {
  acknowledgeIncident,
  closeIncident,
  concernedBy,
  incidentOf,
  listIncidents,
  reopenIncident,
  unacknowledgeIncident,
} from './incidents.queries.ts';

type Concerned = Pick<IncidentDetail, 'domainId' | 'campaigns' | 'messages' | 'acceptedSince'>;

@Injectable()
export class IncidentsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async list({ state, domain, cursor, limit }: ParsedInputOf<typeof incidentsRoutes.list>) {
    const parameters = [state ?? null, domain ?? null, readCursor(cursor), limit + 1];
    const rows = await this.db.rows<IncidentView>(listIncidents, parameters);
    return pageOf(rows, limit, ({ id }) => id);
  }

  async get(id: string): Promise<IncidentDetail> {
    const [incidents, concerned] = await this.db.answersTo([
      rowsOf<IncidentView>(incidentOf, [id]),
      rowsOf<Concerned>(concernedBy, [id]),
    ]);
    const [incident, about] = [incidents[0], concerned[0]];
    if (!incident || !about) throw notFound('incident');
    return { ...incident, ...about };
  }

  async acknowledge(id: string, note: string | undefined): Promise<IncidentView> {
    const { state } = await this.#view(id);
    if (state === 'closed') throw new DomainError('conflict', 'incident.closed', 'This incident is closed already.');
    return this.#change(id, acknowledgeIncident, [id, this.clock.now(), currentUserId(), note ?? null]);
  }

  async unacknowledge(id: string): Promise<IncidentView> {
    return this.#change(id, unacknowledgeIncident, [id]);
  }

  /** Closing it twice changes nothing. */
  async close(id: string, note: string | undefined): Promise<IncidentView> {
    return this.#change(id, closeIncident, [id, this.clock.now(), currentUserId(), note ?? null]);
  }

  /** Reopening an open one changes nothing. */
  async reopen(id: string): Promise<IncidentView> {
    const incident = await this.#change(id, reopenIncident, [id]);
    if (incident.state === 'closed')
      throw new DomainError(
        'conflict',
        'incident.reported-again',
        'Messages were refused again since, and a newer incident is open. Look at that one.',
      );
    return incident;
  }

  async #change(id: string, query: string, parameters: readonly unknown[]): Promise<IncidentView> {
    await this.db.rows(query, [...parameters]);
    const incident = await this.#view(id);
    afterCommit(() => this.live.publish('incidents'));
    return incident;
  }

  async #view(id: string): Promise<IncidentView> {
    const incident = await this.db.row<IncidentView>(incidentOf, [id]);
    if (!incident) throw notFound('incident');
    return incident;
  }
}
