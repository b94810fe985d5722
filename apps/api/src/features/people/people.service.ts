import { Injectable } from '@nestjs/common';
import {
  type PersonDetail,
  type PersonEvent,
  type PersonLink,
  type PersonView,
  peopleRoutes,
  type RefusedMerge,
} from '@engagex/domain/people';
import { type AnswerOf, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { currentUserId, rowsOf, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, upperBoundOf } from '../../platform/http/paging.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { cursorOf, type Place, placeIn } from '../../platform/http/places.ts';
import {
  eventsOfPerson,
  idsOfPerson,
  lastChangeOfSettings,
  linksOfPerson,
  listPeople,
  lockOrganization,
  personOf,
  refusedOfPerson,
  saveSettings,
  settings,
} from './people.queries.ts';

type Settings = AnswerOf<typeof peopleRoutes.settings>;

/** People as members see them. */
@Injectable()
export class PeopleService {
  constructor(private readonly db: TenantDb) {}

  async list({ kind, search, contactId, cursor, limit }: ParsedInputOf<typeof peopleRoutes.list>) {
    const [from, to] = search ? [search, upperBoundOf(search)] : [null, null];
    const values = [kind ?? null, from, to, ...placeIn(cursor), limit + 1, contactId ?? null];
    return withoutPlaces(pageOf(await this.db.rows<PersonView & Place>(listPeople, values), limit, cursorOf));
  }

  async get(id: string): Promise<PersonDetail> {
    const [[person], links, refused] = await this.db.answersTo([
      rowsOf<Omit<PersonDetail, 'links' | 'refused'>>(personOf, [id]),
      rowsOf<PersonLink>(linksOfPerson, [id]),
      rowsOf<RefusedMerge>(refusedOfPerson, [id]),
    ]);
    if (!person) throw notFound('person');
    return { ...person, links, refused };
  }

  async events({ id, cursor, limit }: ParsedInputOf<typeof peopleRoutes.events>) {
    await this.get(id);
    const ids = (await this.db.rows<{ id: string }>(idsOfPerson, [id])).map((each) => each.id);
    const rows = await this.db.rows<PersonEvent & Place>(eventsOfPerson, [ids, ...placeIn(cursor), limit + 1]);
    return withoutPlaces(pageOf(rows, limit, cursorOf));
  }

  async settings(): Promise<Settings> {
    const row = await this.db.row<Settings>(settings);
    if (!row) throw notFound('organization');
    return row;
  }

  async saveSettings({ createsContacts, version }: ParsedInputOf<typeof peopleRoutes.saveSettings>): Promise<Settings> {
    const edited = { route: peopleRoutes.saveSettings, lastChange: lastChangeOfSettings, id: null, version } as const;
    await this.db.rows(lockOrganization);
    await assertUnchanged(this.db, edited, () => this.settings());
    const { createsContacts: before } = await this.settings();
    await this.db.rows(saveSettings, [createsContacts, currentUserId()]);
    noteAudit({ before: { createsContacts: before }, after: { createsContacts } });
    return this.settings();
  }
}

function withoutPlaces<Row extends Place>({ items, nextCursor }: { items: Row[]; nextCursor: string | null }) {
  return { items: items.map((item) => ({ ...item, place: undefined })), nextCursor };
}
