import { Injectable } from '@nestjs/common';
import type { contactPageRoutes, TimelineItem } from '@engagex/domain/contacts';
import { invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { pageOf } from '../../platform/http/paging.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { ContactsService } from './contacts.service.ts';

interface Row {
  readonly kind: string;
  readonly at: Date;
  /** The time with its microseconds. */
  readonly place: string;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * $1 contact, $2 and $3 where the page before ended (time and key) or null, $4 limit. The contact and whoever was
 * merged into them.
 */
const pageOfItems = (items: string) => `
  with person as (
    select organization_id, id, created_at from contacts where id = $1
    union all select organization_id, id, created_at from contacts where merged_into_id = $1
  ), item (kind, at, key, detail) as (${items})
  select kind, at, at::text as place, key, detail from item
  where $2::timestamptz is null or (at, key) < ($2::timestamptz, $3::text)
  order by at desc, key desc limit $4`;

const cursorShape = z.tuple([z.string().max(40), z.string().max(60)]);

/** What happened to and with one contact. */
@Injectable()
export class Timeline {
  constructor(
    private readonly db: TenantDb,
    private readonly contacts: ContactsService,
    private readonly tables: Tables,
  ) {}

  async page({ id, cursor, limit }: ParsedInputOf<typeof contactPageRoutes.timeline>) {
    await this.contacts.get(id);
    const [at, key] = cursor === undefined ? [null, null] : placeIn(cursor);
    const rows = await this.db.rows<Row>(pageOfItems(this.tables.timeline()), [id, at, key, limit + 1]);
    const page = pageOf(rows, limit, (row) => Buffer.from(JSON.stringify([row.place, row.key])).toString('base64url'));
    const items = page.items.map((row) => ({ kind: row.kind, at: row.at.toISOString(), key: row.key, ...row.detail }));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement makes them; the contract checks them
    return { ...page, items: items as unknown as TimelineItem[] };
  }
}

function placeIn(cursor: string): [string, string] {
  try {
    const place = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!Number.isNaN(Date.parse(place[0]))) return place;
  } catch {
    // told below
  }
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
