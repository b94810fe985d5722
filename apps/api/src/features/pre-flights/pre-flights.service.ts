import { Injectable } from '@nestjs/common';
import type { preFlightsRoutes, PreFlightView } from '@engagex/domain/campaigns';
import { conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { CampaignsService, ReviewCampaign, variantsOfDraft } from '../campaigns/index.ts';
import {
  addPreFlight,
  cancelPreFlights,
  forgetEarlier,
  latestPreFlight,
  peopleOfFinding,
} from './pre-flights.queries.ts';
import { versionOf } from './what-is-rendered.ts';

export const preFlightsQueue = 'pre-flights';

type Stored = Omit<PreFlightView, 'isCurrent' | 'createdAt' | 'finishedAt'> & {
  readonly version: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

@Injectable()
export class PreFlightsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
  ) {}

  /** Null before the first. */
  async latest(campaignId: string) {
    const campaign = await this.campaigns.get(campaignId);
    const stored = await this.db.row<Stored>(latestPreFlight, [campaignId]);
    if (!stored) return null;
    const { version, ...preFlight } = stored;
    const variants = await variantsOfDraft(this.db, campaign).catch(() => []); // its template is gone: it is not current
    return { ...preFlight, isCurrent: versionOf(campaign, variants) === version };
  }

  async start(campaignId: string) {
    const campaign = await this.campaigns.lock(campaignId);
    campaign.assertEditable();
    const variants = await variantsOfDraft(this.db, campaign);
    const { people } = await this.reviewer.count(campaign, await this.reviewer.planContext(), this.clock.now());
    if (people === 0)
      throw conflict('pre-flight.nobody', 'Nobody in this audience can be mailed. Choose another group or segment.');
    await this.db.rows(cancelPreFlights, [campaignId]);
    await this.db.rows(forgetEarlier, [campaignId]);
    const values = [campaignId, versionOf(campaign, variants), people, currentUserId()];
    const added = await this.db.row<{ id: string }>(addPreFlight, values);
    if (!added) throw new Error('A pre-flight was not stored.');
    noteAudit({ objectId: added.id });
    afterCommit(async () => {
      await this.queues.add(preFlightsQueue, { preFlightId: added.id });
      this.live.publish('pre-flights', added.id);
    });
    return this.#said(campaignId);
  }

  async cancel(campaignId: string) {
    await this.campaigns.get(campaignId);
    const cancelled = await this.db.row<{ id: string }>(cancelPreFlights, [campaignId]);
    if (!cancelled) throw conflict('pre-flight.not-running', 'No pre-flight of this campaign is under way.');
    noteAudit({ objectId: cancelled.id });
    afterCommit(() => this.live.publish('pre-flights', cancelled.id));
    return this.#said(campaignId);
  }

  async people({ id, kind, detail, cursor, limit }: ParsedInputOf<typeof preFlightsRoutes.people>) {
    await this.campaigns.get(id);
    const values = [id, kind, detail, readCursor(cursor), limit + 1];
    const rows = await this.db.rows<{ id: string; name: string; email: string | null }>(peopleOfFinding, values);
    return pageOf(rows, limit, (row) => row.id);
  }

  async #said(campaignId: string) {
    const latest = await this.latest(campaignId);
    if (!latest) throw notFound('pre-flight');
    return latest;
  }
}
