import { Injectable } from '@nestjs/common';
import type { CalendarEntry } from '@engagex/domain/campaigns';
import { TenantDb } from '@engagex/tenancy';
import { campaignsOfDays, planContext } from './campaigns.queries.ts';

const most = 500;

type Row = Omit<CalendarEntry, 'at'> & { readonly at: Date };

/** What was sent and what is scheduled, by the days of the organization. */
@Injectable()
export class CampaignCalendar {
  constructor(private readonly db: TenantDb) {}

  async between(from: string, to: string) {
    const rows = await this.db.rows<Row>(campaignsOfDays, [from, to, most + 1]);
    const context = await this.db.row<{ timeZone: string }>(planContext);
    return { timeZone: context?.timeZone ?? 'UTC', items: rows.slice(0, most), hasMore: rows.length > most };
  }
}
