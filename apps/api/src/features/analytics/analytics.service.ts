import { Injectable } from '@nestjs/common';
import type { AnswerOf } from '@engagex/domain/shared';
import type { analyticsRoutes } from '@engagex/domain/analytics';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { CampaignsService } from '../campaigns/index.ts';
import { lastDays, timeZone, totals, type Totals } from './analytics.queries.ts';

type Dashboard = AnswerOf<typeof analyticsRoutes.dashboard>;

const daysShown = 30;
const campaignsShown = 5;
/** In case an announcement of a change was lost. */
const keptForMs = 5_000;
const maxKept = 1_000;

/** Counting every contact takes milliseconds per 100,000, so an organization's viewers share one answer until something changes. */
@Injectable()
export class AnalyticsService {
  readonly #kept = new Map<string, { readonly at: number; readonly dashboard: Promise<Dashboard> }>();

  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    live: Live,
  ) {
    live.changes.subscribe(({ organizationId }) => this.#kept.delete(organizationId));
  }

  dashboard(): Promise<Dashboard> {
    const { organizationId } = currentScope();
    const kept = this.#kept.get(organizationId);
    if (kept && Date.now() - kept.at < keptForMs) return kept.dashboard;
    const dashboard = this.#read();
    dashboard.catch(() => this.#kept.delete(organizationId));
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(organizationId, { at: Date.now(), dashboard });
    return dashboard;
  }

  async #read(): Promise<Dashboard> {
    const organization = await this.db.row<{ timeZone: string }>(timeZone);
    const zone = organization?.timeZone ?? 'UTC';
    const days = await this.db.rows<Dashboard['days'][number]>(lastDays, [daysShown, zone]);
    const recent = await this.campaigns.list({
      limit: campaignsShown,
      cursor: undefined,
      status: undefined,
      search: undefined,
    });
    const counts = await this.db.row<Totals>(totals);
    if (!counts) throw new Error('A statement without FROM returns one row.');
    return { ...counts, timeZone: zone, days, recent: recent.items };
  }
}
