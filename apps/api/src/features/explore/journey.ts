import { Injectable } from '@nestjs/common';
import type { exploreRoutes, JourneyItem } from '@engagex/domain/explore';
import type { PersonView } from '@engagex/domain/people';
import { id as anId, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { pageOf } from '../../platform/http/paging.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { peopleOf } from './explore.queries.ts';

interface Row {
  readonly kind: string;
  readonly at: Date;
  /** The time with its microseconds. */
  readonly place: string;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const kindsOf = {
  events: ['deed'],
  messages: ['message', 'transactional', 'open', 'click', 'unsubscribe'],
  changes: ['created', 'change'],
} as const;

/**
 * $1 contact or null, $2 and $3 where the page before ended (time and key) or null, $4 limit, $5 person, $6 kinds or null. Events are
 * read by their index, the newest first, and no more of them than a page has.
 */
const journey = (timeline: string) => `
  with person as (
    select organization_id, id, created_at from contacts where id = $1
    union all select organization_id, id, created_at from contacts where merged_into_id = $1
  ), deed as (
    select e.* from (select $5::uuid as id union all select person_id from person_links where into_id = $5 and undone_at is null) own
    cross join lateral (
      select * from events e where e.organization_id = current_organization() and e.person_id = own.id
        and ($2::timestamptz is null or (e.occurred_at <= $2 and (e.occurred_at, 'v:' || e.id) < ($2::timestamptz, $3::text)))
      order by e.occurred_at desc, 'v:' || e.id desc limit $4) e
  ), item (kind, at, key, detail) as (${timeline}
    union all
    select 'deed', e.occurred_at, 'v:' || e.id, jsonb_build_object('id', e.id, 'kind', e.kind, 'name', e.name, 'personId', e.person_id,
      'occurredAt', to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'receivedAt', to_char(e.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'isTrusted', e.trusted, 'properties', e.properties) from deed e)
  select kind, at, at::text as place, key, detail from item
  where ($2::timestamptz is null or (at, key) < ($2::timestamptz, $3::text)) and ($6::text[] is null or kind = any ($6::text[]))
  order by at desc, key desc limit $4`;

const cursorShape = z.tuple([z.string().max(40), z.string().max(60)]);

/** Everything about one person in one order. Reads a page by indexes, so nothing is kept. */
@Injectable()
export class Journey {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
  ) {}

  async page({ id, cursor, limit, only }: ParsedInputOf<typeof exploreRoutes.journey>) {
    const [at, key] = cursor === undefined ? [null, null] : placeIn(cursor);
    const person = await this.db.row<PersonView>(peopleOf, [[id]]);
    if (!person) throw notFound('person');
    const kinds = only === undefined ? null : kindsOf[only];
    const values = [person.contactId, at, key, limit + 1, id, kinds];
    const rows = await this.db.rows<Row>(journey(this.tables.timeline()), values);
    const page = pageOf(rows, limit, (row) => Buffer.from(JSON.stringify([row.place, row.key])).toString('base64url'));
    return { ...page, person, items: page.items.map(itemOf) };
  }
}

function itemOf({ kind, at, key, detail }: Row): JourneyItem {
  const about = { key, at: at.toISOString(), ...detail };
  const item = kind === 'deed' ? { of: 'person', event: about } : { of: 'contact', item: { kind, ...about } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement makes them; the contract checks them
  return item as unknown as JourneyItem;
}

function placeIn(cursor: string): [string, string] {
  try {
    const [at, key] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!Number.isNaN(Date.parse(at)) && (!key.startsWith('v:') || anId.safeParse(key.slice(2)).success))
      return [at, key];
  } catch {
    // told below
  }
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
