import { Injectable } from '@nestjs/common';
import { retryingDeadlocks, sqlStateOf, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import { ProcessMetrics } from '../../../platform/metrics/process-metrics.ts';
import { type Appended, EventLog, type LoggedEvent } from '../../../ports/event-log.ts';
import { EventLimits } from '../../plans/index.ts';
import { appending, appendingWithin, hashOfMessage } from './append-events.ts';
import { GroupCommit } from './group-commit.ts';

const limits = { gatherMs: 2, most: 1_000, atOnce: 2, waiting: 20_000 } as const;
/** Clients give up waiting after ten seconds or more; a restart of PostgreSQL is shorter. */
const patienceMs = 8_000;

/** The log in PostgreSQL. Events of any organization that arrive together are one transaction; see ADR 51. */
@Injectable()
export class PostgresEventLog extends EventLog {
  readonly #db: TenantDb;
  readonly #limits: EventLimits;
  readonly #metrics: ProcessMetrics;
  readonly #group = new GroupCommit<LoggedEvent, Appended>((events) => this.#store(events), limits);
  readonly #listeners: ((organizationIds: readonly string[]) => void)[] = [];

  constructor(db: TenantDb, limits: EventLimits, metrics: ProcessMetrics) {
    super();
    this.#metrics = metrics;
    this.#db = db;
    this.#limits = limits;
  }

  append(events: readonly LoggedEvent[]): Promise<readonly Appended[]> {
    return this.#group.add(events);
  }

  onStored(listener: (organizationIds: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  /** In halves when the database refuses the whole, so that one event never fails its neighbours. */
  async #store(events: readonly LoggedEvent[]): Promise<readonly Appended[]> {
    try {
      return await this.#storeTogether(events);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (events.length === 1) return ['refused'];
      const middle = Math.ceil(events.length / 2);
      return [...(await this.#store(events.slice(0, middle))), ...(await this.#store(events.slice(middle)))];
    }
  }

  /** Repeated while the database is away: what was committed without our hearing of it is found by its message id. */
  async #storeTogether(events: readonly LoggedEvent[]): Promise<readonly Appended[]> {
    const keys = events.map(hashOfMessage);
    const byOrganization = new Map<string, Map<string, LoggedEvent>>();
    for (const [index, event] of events.entries()) {
      const own = byOrganization.get(event.organizationId) ?? new Map<string, LoggedEvent>();
      byOrganization.set(event.organizationId, own);
      const key = keys[index] ?? '';
      if (!own.has(key)) own.set(key, event);
    }
    const organizations = [...byOrganization].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const answers = await waitingForDatabase(patienceMs, () => this.#append(organizations));
    const [fresh, beyond] = [false, true].map(
      (isBeyond) =>
        new Map(
          organizations.map(([id], index) => {
            const rows = (answers[index] ?? []).filter((row) => (row['isBeyond'] ?? false) === isBeyond);
            return [id, new Set(rows.map(({ hash }) => String(hash)))];
          }),
        ),
    );
    this.#metrics.eventsAccepted([...(fresh?.values() ?? [])].reduce((sum, { size }) => sum + size, 0));
    const woken = organizations.flatMap(([id]) => (fresh?.get(id)?.size ? [id] : []));
    if (woken.length > 0) for (const listener of this.#listeners) listener(woken);
    return events.map(({ organizationId }, index) => {
      const key = keys[index] ?? '';
      if (beyond?.get(organizationId)?.has(key)) return 'beyond_plan';
      // The first of two with the same id is the one that was stored.
      return fresh?.get(organizationId)?.delete(key) ? 'stored' : 'duplicate';
    });
  }

  /** Resolves to the rows that were answered for each. */
  async #append(organizations: readonly (readonly [string, ReadonlyMap<string, LoggedEvent>])[]) {
    const limits = await Promise.all(organizations.map(([id]) => this.#limits.of(id)));
    const parts = organizations.map(([id, own], index) => {
      const limit = limits[index];
      return limit ? appendingWithin(id, own, limit) : [appending(id, own)];
    });
    const rows = await retryingDeadlocks(() => this.#db.commitTogether(parts.flat()));
    let next = 0;
    return parts.map(({ length }) => rows[(next += length) - 1]);
  }
}

/** Classes 22 and 23: the data is what was wrong, such as a text that cannot be stored. */
function isRefusal(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '');
}
