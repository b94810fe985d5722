import { Injectable } from '@nestjs/common';
import type { eventLogRoutes } from '@engagex/domain/events';
import { eventLogLimits } from '@engagex/domain/events';
import { type AnswerOf, DomainError, invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { sqlStateOf, TenantDb } from '@engagex/tenancy';
import { pageOf } from '../../platform/http/paging.ts';
import { cursorOf, placeIn } from '../../platform/http/places.ts';
import { EventStore } from '../../ports/event-store.ts';
import { idsOfPerson } from '../people/index.ts';
import { endSlowSearch, lastUseOfKey, namesOfKeys } from './event-log.queries.ts';

type Page = AnswerOf<typeof eventLogRoutes.list>;

/** `query_canceled`: it ran longer than it may. */
const canceled = '57014';

/** The log as members search it. */
@Injectable()
export class EventLogService {
  constructor(
    private readonly db: TenantDb,
    private readonly store: EventStore,
  ) {}

  async list(input: ParsedInputOf<typeof eventLogRoutes.list>): Promise<Page> {
    const { name, kind, person, key, warnings, from, to, cursor, limit } = input;
    const [place, id] = placeIn(cursor);
    const personIds = person
      ? (await this.db.rows<{ id: string }>(idsOfPerson, [person])).map((each) => each.id)
      : undefined;
    const filter = {
      name,
      kind,
      property: propertyIn(input),
      personIds,
      keyId: key,
      hasWarnings: warnings && (true as const),
      from,
      to: earlier(to, key ? await this.#endOfUse(key) : undefined),
    };
    await this.db.configure(endSlowSearch);
    const rows = await this.store
      .latest(filter, limit + 1, place && id ? { place, id } : null)
      .catch((error: unknown) => Promise.reject(explained(error)));
    const { items, nextCursor } = pageOf(rows, limit, cursorOf);
    const keyNames = await this.#namesOf(items.flatMap(({ keyId }) => keyId ?? []));
    return {
      items: items.map(({ warnings: told, ...event }) => ({
        ...event,
        warnings: [...told],
        keyName: keyNames.get(event.keyId ?? '') ?? null,
      })),
      nextCursor,
    };
  }

  async #endOfUse(key: string): Promise<Date | undefined> {
    return (await this.db.row<{ endedAt: Date }>(lastUseOfKey, [key]))?.endedAt;
  }

  async #namesOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await this.db.rowsByKey<{ id: string; name: string }>(namesOfKeys, [[...new Set(keys)]]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

function earlier(one: string | undefined, other: Date | undefined): string | Date | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) < other.getTime() ? one : other;
}

function propertyIn({ property, value }: ParsedInputOf<typeof eventLogRoutes.list>) {
  if (property === undefined && value === undefined) return undefined;
  if (property !== undefined && value !== undefined) return { name: property, value };
  throw invalid('events.half-a-property', 'Give both property and value, or neither.');
}

function explained(error: unknown): unknown {
  if (sqlStateOf(error) !== canceled) return error;
  return new DomainError(
    'unavailable',
    'events.search-too-slow',
    `The search took longer than ${eventLogLimits.searchSeconds} seconds. Choose a shorter period, or search for one event name.`,
    { cause: error },
  );
}
