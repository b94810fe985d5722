import { Injectable } from '@nestjs/common';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { CampaignsService } from '../campaigns/index.ts';
import { lastDays, totals, type Totals } from './analytics.queries.ts';

const daysShown = 30;
const campaignsShown = 5;
/** Counting every contact takes milliseconds per 100,000, so many viewers share one count for this long. */
const countedForMs = 2_000;
const maxCounted = 1_000;

@Injectable()
export class AnalyticsService {
  readonly #counted = new Map<string, { readonly at: number; readonly totals: Promise<Totals> }>();

  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
  ) {}

  async dashboard() {
    const days = await this.db.rows<{ day: string; accepted: number; opened: number; clicked: number }>(lastDays, [
      daysShown,
    ]);
    const recent = await this.campaigns.list({
      limit: campaignsShown,
      cursor: undefined,
      status: undefined,
      search: undefined,
    });
    return { ...(await this.#totals()), days, recent: recent.items };
  }

  #totals(): Promise<Totals> {
    const { organizationId } = currentScope();
    const counted = this.#counted.get(organizationId);
    if (counted && Date.now() - counted.at < countedForMs) return counted.totals;
    const fresh = this.#count();
    fresh.catch(() => this.#counted.delete(organizationId));
    if (this.#counted.size >= maxCounted) this.#counted.clear();
    this.#counted.set(organizationId, { at: Date.now(), totals: fresh });
    return fresh;
  }

  async #count(): Promise<Totals> {
    const counts = await this.db.row<Totals>(totals);
    if (!counts) throw new Error('A statement without FROM returns one row.');
    return counts;
  }
}
