import { Injectable } from '@nestjs/common';
import { endingWords, explainIncident, type IncidentEnding, type IncidentFacts } from '@engagex/domain/incidents';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { Notifications } from '../notifications/index.ts';
import { closeOver, noteTold, toTell } from './incidents.queries.ts';

interface Told extends IncidentFacts {
  readonly state: 'open' | 'closed';
  readonly refusals: number;
  readonly note: string;
  readonly closedBecause: IncidentEnding | null;
  readonly closedById: string | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly isOpeningTold: boolean;
  readonly isClosingTold: boolean;
}

/** Whoever closes an incident has as long to undo it before others are told. */
const undoMs = 60_000;

/** Closes an incident that is over, and tells members once that it opened and once that it closed. */
@Injectable()
export class LookAfterIncident {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly notifications: Notifications,
  ) {}

  /** Nothing happens unless something is due; whoever comes second finds it done. */
  async run(id: string): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      if ((await this.db.affected(closeOver, [id, now])) > 0) afterCommit(() => this.live.publish('incidents'));
      const incident = await this.db.row<Told>(toTell, [id]);
      if (!incident || isTold(incident, now)) return;
      await this.#tell(id, incident);
      await this.db.rows(noteTold, [id, now]);
    });
  }

  /** Members who were not told that it opened are not told that it closed. */
  async #tell(id: string, incident: Told): Promise<void> {
    if (incident.state === 'open') {
      await this.notifications.raiseAboutIncident(id, 'incident_opened', { why: openingWords(incident), except: null });
    } else if (incident.isOpeningTold) {
      const about = { why: closingWords(incident), except: incident.closedById };
      await this.notifications.raiseAboutIncident(id, 'incident_closed', about);
    }
  }
}

function isTold({ state, isOpeningTold, isClosingTold, closedBecause, closedAt }: Told, now: Date): boolean {
  if (state === 'open') return isOpeningTold;
  const mayBeUndone = closedBecause === 'member' && closedAt !== null && closedAt.getTime() > now.getTime() - undoMs;
  return isClosingTold || mayBeUndone;
}

function openingWords(incident: Told): string {
  const { title, meaning, steps } = explainIncident(incident);
  const said = incident.samples[0];
  return [
    `${title}: ${incident.refusals === 1 ? '1 refusal' : `${incident.refusals.toLocaleString('en')} refusals`} so far.`,
    ...(said ? [`The server said: “${said}”`] : []),
    meaning,
    ...(steps[0] ? [`First step: ${steps[0]}`] : []),
  ].join('\n\n');
}

function closingWords(incident: Told): string {
  const { closedBecause, closedBy, note } = incident;
  const how = closedBy ? `${closedBy} closed it` : endingWords[closedBecause ?? 'member'];
  return [`${explainIncident(incident).title}. ${how}.`, ...(note ? [`Note: “${note}”`] : [])].join('\n\n');
}
