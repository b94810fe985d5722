import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { type AgentClass, agentOf, type NetworkClass } from './client-class.ts';
import { burstsOf, countPeople, lockHit, recordHits, takeBack } from './engagements.queries.ts';
import type { TrackedMessage } from './tracking-token.ts';

export interface Hit extends TrackedMessage {
  readonly kind: 'open' | 'click';
  readonly linkPosition: number | null;
  readonly at: Date;
  readonly userAgent: string | null;
  readonly network: NetworkClass;
  /** Asked where a link leads, or whether there is a picture, without looking at it. */
  readonly isHead: boolean;
}

interface Burst {
  readonly deliveryId: string;
  readonly from: Date;
}

interface Firsts {
  readonly campaignId: string;
  readonly kind: string;
  readonly at: Date;
  readonly people: number;
}

const flushEveryMs = 100;
const flushAt = 1_000;
/** Beyond this many waiting hits the database is not keeping up; new ones are dropped and the log says so. */
const maxWaiting = 100_000;

/**
 * Collects opens and clicks and writes them together a moment later, so that nobody waits for a link. A crash loses
 * at most the last tenth of a second of them; unsubscribes never come this way.
 */
@Injectable()
export class HitRecorder implements BeforeApplicationShutdown {
  #waiting: Hit[] = [];
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  record(hit: Hit): void {
    if (this.#waiting.length >= maxWaiting) {
      this.log.error({ organizationId: hit.organizationId }, 'too many hits are waiting; one was dropped');
      return;
    }
    this.#waiting.push(hit);
    if (this.#waiting.length >= flushAt) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs);
  }

  /** Writes what is waiting; resolves when it is stored. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  async #write(): Promise<void> {
    const byOrganization = Map.groupBy(this.#waiting, (hit) => hit.organizationId);
    this.#waiting = [];
    for (const [organizationId, hits] of byOrganization) {
      await runInScope({ organizationId, actor: { kind: 'system', name: 'engagements' } }, () =>
        this.#store(hits),
      ).catch((err: unknown) => {
        this.log.error({ err, organizationId, hits: hits.length }, 'could not store hits; trying again');
        for (const hit of hits) this.record(hit);
      });
    }
  }

  async #store(hits: readonly Hit[]): Promise<void> {
    const firsts = await retryingDeadlocks(() =>
      this.db.transaction(async () => {
        await this.db.rows(lockHit, [hits.map((hit) => hit.deliveryId)]);
        const rows = await this.db.rows<Firsts>(recordHits, [
          hits.map((hit) => hit.deliveryId),
          hits.map((hit) => hit.kind),
          hits.map((hit) => hit.linkPosition),
          hits.map((hit) => hit.at),
          hits.map((hit) => hit.userAgent),
          hits.map((hit): AgentClass => agentOf(hit.userAgent)),
          hits.map((hit) => hit.network),
          hits.map((hit) => hit.isHead),
        ]);
        await this.#count(rows);
        const taken = await this.#takeBackBursts(hits.filter(({ kind }) => kind === 'click'));
        return [...rows, ...taken];
      }),
    );
    for (const campaignId of new Set(firsts.map((row) => row.campaignId))) {
      this.live.publish('campaigns', campaignId);
      this.live.publish('deliveries', campaignId);
    }
  }

  /** The third link of a burst tells that the first two were followed by no person either. */
  async #takeBackBursts(clicks: readonly Hit[]): Promise<readonly Firsts[]> {
    if (clicks.length === 0) return [];
    const times = clicks.map(({ at }) => at.getTime());
    const ids = [...new Set(clicks.map(({ deliveryId }) => deliveryId))];
    const between = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    const bursts = await this.db.rows<Burst>(burstsOf, [ids, ...between]);
    if (bursts.length === 0) return [];
    const rows = await this.db.rows<Firsts>(takeBack, [
      bursts.map(({ deliveryId }) => deliveryId),
      bursts.map(({ from }) => from),
    ]);
    await this.#count(rows);
    return rows;
  }

  async #count(rows: readonly Firsts[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = [
      rows.map((row) => row.campaignId),
      rows.map((row) => row.kind),
      rows.map((row) => row.at),
      rows.map((row) => row.people),
    ];
    for (const sql of countPeople) await this.db.rows(sql, columns);
  }
}
