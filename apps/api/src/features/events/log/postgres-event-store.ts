import { Injectable } from '@nestjs/common';
import { type Rows, TenantDb } from '@engagex/tenancy';
import { type EventFilter, type EventPlace, EventStore, type StoredEvent } from '../../../ports/event-store.ts';
import { latestEvents } from './latest-events.ts';

const columns = `
  id, received_at as "receivedAt", occurred_at as "occurredAt", kind, name, person_id as "personId", properties, context,
  key_id as "keyId", trusted as "isTrusted", anonymous_id as "anonymousId", user_id as "userId", message_id as "messageId", warnings`;

/** Events where the log has put them. Each statement names the organization too, so that the index is used from its first column. */
@Injectable()
export class PostgresEventStore extends EventStore {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    super();
    this.#db = db;
  }

  received(from: Date, to: Date, ids: readonly string[]): Promise<StoredEvent[]> {
    return this.#db.rowsByKey<StoredEvent>(
      `select ${columns} from events where organization_id = current_organization() and received_at between $1 and $2
         and id = any ($3::uuid[]) order by received_at, id`,
      [from, to, ids],
    );
  }

  async latest(filter: EventFilter, limit: number, before: EventPlace | null) {
    const statement = latestEvents(columns, filter, limit, before);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns above are what an event has
    const answerIn = (rows: Rows) => rows as unknown as (StoredEvent & EventPlace)[];
    const [events] = await this.#db.answersTo([{ statement, answerIn }]);
    return events;
  }

  async forget(before: Date, limit: number): Promise<number> {
    const row = await this.#db.row<{ deleted: number }>(
      `with old as (select received_at, id from events where organization_id = current_organization() and received_at < $1
         order by received_at limit $2),
       gone as (delete from events e using old where e.organization_id = current_organization()
         and e.received_at = old.received_at and e.id = old.id returning 1)
       select count(*)::int as deleted from gone`,
      [before, limit],
    );
    return row?.deleted ?? 0;
  }
}
