import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { notFound, csvHead, csvLine } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { campaignExists, conversionsOfCampaign } from './campaign-attribution.queries.ts';
import { type ConversionRow, viewOf } from './campaign-attribution.service.ts';

const exportedAtOnce = 1_000;
const header = [
  'Time',
  'Contact',
  'Event',
  'Order ID',
  'Amount',
  'Refunded',
  'Currency',
  'Touch',
  'Touched',
  'Link',
  'Variant',
  'Recognized by',
  'Times reported',
  'Final since',
];

/** The conversions of a campaign as a file that is written while it is read. */
@Injectable()
export class ExportConversions {
  constructor(private readonly db: TenantDb) {}

  /** Throws before anything is written when there is no such campaign. */
  async csv(campaignId: string): Promise<Readable> {
    const rows = await this.db.transaction(() => this.db.rows(campaignExists, [campaignId]));
    if (rows.length === 0) throw notFound('campaign');
    return Readable.from(this.#lines(campaignId));
  }

  /** A page at a time, each in its own short transaction. */
  async *#lines(campaignId: string): AsyncGenerator<string> {
    yield csvHead(header);
    for (let after: readonly [string | null, string | null] = [null, null]; ;) {
      const values = [campaignId, ...after, exportedAtOnce];
      const rows = await this.db.transaction(() => this.db.rows<ExportedRow>(conversionsOfCampaign, values));
      if (rows.length > 0) yield rows.map(lineOf).join('');
      const last = rows.at(-1);
      if (!last || rows.length < exportedAtOnce) return;
      after = [last.place, last.id];
    }
  }
}

/** A row as it comes from the database. */
type ExportedRow = ConversionRow & {
  readonly occurredAt: Date;
  readonly touchedAt: Date;
  readonly decidedAt: Date | null;
};

function lineOf(row: ExportedRow): string {
  return csvLine([
    row.occurredAt.toISOString(),
    row.contact ?? '',
    row.eventName,
    row.orderId ?? '',
    row.amount ?? '',
    row.refunded,
    row.currency ?? '',
    row.touch,
    row.touchedAt.toISOString(),
    row.url ?? '',
    viewOf(row).variant ?? '',
    row.via,
    String(row.sent),
    row.decidedAt?.toISOString() ?? '',
  ]);
}
