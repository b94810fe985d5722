import { Injectable } from '@nestjs/common';
import type { exploreRoutes, JourneyItem, JourneyKind } from '@engagex/domain/explore';
import type { PersonView } from '@engagex/domain/people';
import { id as anId, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { callerMay } from '../../platform/http/caller.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { peopleOf } from './explore.queries.ts';
import { calendarOfJourney, inOrderOfIndex, journeySql, type Way } from './journey.queries.ts';

interface Row {
  readonly kind: string;
  readonly at: Date;
  /** The time with its microseconds. */
  readonly place: string;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Place {
  readonly way: Way;
  readonly at: string;
  readonly key: string;
}

interface Asked {
  readonly id: string;
  readonly contactId: string | null;
  readonly kinds: readonly string[] | null;
}

const kindsOf: Readonly<Record<JourneyKind, readonly string[]>> = {
  events: ['deed'],
  messages: ['message', 'transactional', 'receipt', 'open', 'click', 'unsubscribe'],
  changes: ['created', 'change', 'conversion', 'segment', 'preference', 'joined', 'separated'],
};
const links: ReadonlySet<string> = new Set(['joined', 'separated']);

const cursorShape = z.tuple([z.enum(['earlier', 'later']), z.string().max(40), z.string().max(60)]);

/** Everything about one person in one order. Reads a page by indexes, so nothing is kept. */
@Injectable()
export class Journey {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
  ) {}

  /** What happened with the contact is told to those who may see contacts. */
  async page({ id, cursor, on, limit, only }: ParsedInputOf<typeof exploreRoutes.journey>) {
    const given = cursor === undefined ? null : placeIn(cursor);
    const [[person], [calendar]] = await this.db.answersTo([
      rowsOf<PersonView>(peopleOf, [[id]]),
      rowsOf<{ timeZone: string; endOfDay: string | null }>(calendarOfJourney, [on ?? null]),
    ]);
    if (!person || !calendar) throw notFound('person');
    const place = given ?? placeBefore(calendar.endOfDay);
    const contactId = callerMay('contacts:read') ? person.contactId : null;
    const asked = { id, contactId, kinds: only === undefined ? null : kindsOf[only] };
    const rows = await this.#rows(asked, place, limit + 1);
    const shown = rows.slice(0, limit);
    const isMore = rows.length > limit;
    if (place?.way === 'later') shown.reverse();
    const [first, last] = [shown.at(0), shown.at(-1)];
    const isEarlierLeft = place?.way === 'later' || isMore;
    return {
      person,
      timeZone: calendar.timeZone,
      items: shown.map(itemOf),
      nextCursor: last && isEarlierLeft ? cursorOf('earlier', last) : null,
      previousCursor: first ? cursorOf('later', first) : place && cursorOf('later', { ...place, place: place.at }),
      isLatest: place === null || (place.way === 'later' ? !isMore : !(await this.#isLaterLeft(asked, place, first))),
    };
  }

  async #rows({ id, contactId, kinds }: Asked, place: Place | null, limit: number): Promise<Row[]> {
    await this.db.configure(inOrderOfIndex);
    const sql = journeySql(this.tables.timeline(), place?.way ?? 'earlier');
    return this.db.rows<Row>(sql, [contactId, place?.at ?? null, place?.key ?? null, limit, id, kinds]);
  }

  async #isLaterLeft(asked: Asked, place: Place, first: Row | undefined): Promise<boolean> {
    const from = first ? { at: first.place, key: first.key } : place;
    return (await this.#rows(asked, { ...from, way: 'later' }, 1)).length > 0;
  }
}

function itemOf({ kind, at, key, detail }: Row): JourneyItem {
  const about = { key, at: at.toISOString(), ...detail };
  const item =
    kind === 'deed'
      ? { of: 'person', event: about }
      : links.has(kind)
        ? { of: 'link', link: about }
        : { of: 'contact', item: { kind, ...about } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement makes them; the contract checks them
  return item as unknown as JourneyItem;
}

function cursorOf(way: Way, { place, key }: Pick<Row, 'place' | 'key'>): string {
  return Buffer.from(JSON.stringify([way, place, key])).toString('base64url');
}

/** No key is less than an empty one. */
function placeBefore(time: string | null): Place | null {
  return time === null ? null : { way: 'earlier', at: time, key: '' };
}

function placeIn(cursor: string): Place {
  try {
    const [way, at, key] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!Number.isNaN(Date.parse(at)) && (!key.startsWith('v:') || anId.safeParse(key.slice(2)).success))
      return { way, at, key };
  } catch {
    // told below
  }
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
