import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { DeliveryFilter, DeliveryView } from '@engagex/domain/deliveries';
import { csvHead, csvLine } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Ledgers } from '../ledgers.ts';
import { peopleOf } from './people.queries.ts';

const exportedAtOnce = 1_000;
const header = [
  'Email',
  'State',
  'Reason',
  'Server response',
  'Variant',
  'Accepted',
  'Opened',
  'Clicked',
  'Links followed',
  'Unsubscribed',
  'Bounced',
];

/** A row as it comes from the database. */
type Row = Omit<DeliveryView, 'acceptedAt' | 'openedAt' | 'clickedAt' | 'unsubscribedAt' | 'bouncedAt'> &
  Readonly<Record<'acceptedAt' | 'openedAt' | 'clickedAt' | 'unsubscribedAt' | 'bouncedAt', Date | null>>;

/** The people of a campaign as a file that is written while it is read. */
@Injectable()
export class ExportPeople {
  constructor(
    private readonly db: TenantDb,
    private readonly ledgers: Ledgers,
  ) {}

  /** Throws before anything is written when there is no such campaign. */
  async csv(campaignId: string, filter: DeliveryFilter): Promise<Readable> {
    await this.db.transaction(() => this.ledgers.of(campaignId));
    return Readable.from(this.#lines(campaignId, filter));
  }

  /** A page at a time, each in its own short transaction. */
  async *#lines(campaignId: string, filter: DeliveryFilter): AsyncGenerator<string> {
    yield csvHead(header);
    for (let after: string | null = null; ;) {
      const { sql, parameters } = peopleOf(campaignId, filter, after, exportedAtOnce);
      const rows: Row[] = await this.db.transaction(() => this.db.rows<Row>(sql, parameters));
      if (rows.length > 0) yield rows.map(lineOf).join('');
      const last = rows.at(-1);
      if (!last || rows.length < exportedAtOnce) return;
      after = last.contactId;
    }
  }
}

function lineOf(row: Row): string {
  return csvLine([
    row.address,
    row.state,
    row.reason ?? '',
    row.response ?? '',
    row.variant ?? '',
    textOf(row.acceptedAt),
    textOf(row.openedAt),
    textOf(row.clickedAt),
    row.links.map(({ url }) => url).join(' '),
    textOf(row.unsubscribedAt),
    textOf(row.bouncedAt),
  ]);
}

function textOf(time: Date | null): string {
  return time?.toISOString() ?? '';
}
