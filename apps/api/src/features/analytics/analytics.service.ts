import { Injectable } from '@nestjs/common';
import type { AnswerOf } from '@engagex/domain/shared';
import type { analyticsRoutes } from '@engagex/domain/analytics';
import { currentScope, rowsOf, TenantDb } from '@engagex/tenancy';
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

  async dashboard(): Promise<Dashboard> {
    await this.db.admitted(); // before it begins what others of the organization will share
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
    const [[organization], [counts], recent] = await this.db.answersTo([
      rowsOf<{ timeZone: string }>(timeZone, []),
      rowsOf<Totals>(totals, []),
      this.campaigns.recent(campaignsShown),
    ]);
    if (!organization || !counts) throw new Error('A statement about the organization itself returns one row.');
    const days = await this.db.rowsByKey<Dashboard['days'][number]>(lastDays, [daysShown, organization.timeZone]);
    return { ...counts, timeZone: organization.timeZone, days, recent };
  }
}
