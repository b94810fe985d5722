import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { z } from 'zod';
import { Live } from '../../platform/live/live.ts';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { type NetworkClass, networkClasses } from './classes/networks.ts';
import { HitJournal } from './hit-journal.ts';
import { storeHits } from './judging/store-hits.ts';
import type { TrackedMessage } from './tracking-token.ts';

export interface Hit extends TrackedMessage {
  readonly kind: 'open' | 'click';
  readonly linkPosition: number | null;
  /** Which of the message's personal links it was. */
  readonly linkNumber: number | null;
  readonly at: Date;
  readonly userAgent: string | null;
  readonly network: NetworkClass;
  /** Asked where a link leads, or whether there is a picture, without looking at it. */
  readonly isHead: boolean;
}

const journaled = z.object({
  organizationId: z.uuid(),
  deliveryId: z.uuid(),
  kind: z.enum(['open', 'click']),
  linkPosition: z.number().nullable(),
  linkNumber: z.number().nullable().default(null),
  at: z.coerce.date(),
  userAgent: z.string().nullable(),
  network: z.enum(networkClasses),
  isHead: z.boolean(),
}) satisfies z.ZodType<Hit>;

const flushEveryMs = 100;
const flushAt = 1_000;
/** When nothing could be stored. */
const againMs = 1_000;
/** Beyond this many waiting hits the database is not keeping up; new ones are dropped and the log says so. */
const maxWaiting = 100_000;

/** Looks this often for what processes that were killed left behind. */
const takeOverEveryMs = 60_000;

/**
 * Collects opens and clicks and writes them together a moment later, so that nobody waits for a link. Until then they
 * are in a journal on disk, which the next start takes over, so a crash loses none that was answered; one that was
 * stored in the very moment of the crash may count twice. Unsubscribes never come this way.
 */
@Injectable()
export class HitRecorder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #waiting: Hit[] = [];
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  readonly #journal: HitJournal;
  /** Parts of the journal whose hits wait to be stored, as what removes them. */
  readonly #parts: (() => void)[] = [];
  #takingOver: NodeJS.Timeout | null = null;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {
    this.#journal = new HitJournal(join(config.FILES_DIR, 'hits'));
  }

  onApplicationBootstrap(): void {
    this.#takeOver();
    this.#takingOver = setInterval(() => this.#takeOver(), takeOverEveryMs);
    this.#takingOver.unref();
  }

  record(hit: Hit): void {
    if (this.#waiting.length >= maxWaiting) {
      this.log.error({ organizationId: hit.organizationId }, 'too many hits are waiting; one was dropped');
      return;
    }
    this.#waiting.push(hit);
    try {
      this.#journal.append(hit);
    } catch (err) {
      this.log.error({ err }, 'a hit could not be written to the journal; it is kept in memory only');
    }
    if (this.#waiting.length === flushAt) void this.flush();
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
    if (this.#takingOver) clearInterval(this.#takingOver);
    await this.flush();
  }

  /** Each part is recorded like new hits, journal and all, and then removed. */
  #takeOver(): void {
    try {
      for (const { entries, remove } of this.#journal.takeOver()) {
        for (const hit of entries.flatMap(hitIn)) this.record(hit);
        if (entries.length > 0) this.log.info({ hits: entries.length }, 'took over hits of a process that was killed');
        remove();
      }
    } catch (err) {
      this.log.error({ err }, 'could not look for hits that were left behind');
    }
  }

  async #write(): Promise<void> {
    const hits = this.#waiting;
    this.#waiting = [];
    this.#parts.push(this.#journal.endPart());
    const failed: Hit[] = [];
    for (const [organizationId, own] of Map.groupBy(hits, (hit) => hit.organizationId)) {
      await runInScope({ organizationId, actor: { kind: 'system', name: 'engagements' } }, () =>
        this.#store(own),
      ).catch((err: unknown) => {
        this.log.error({ err, organizationId, hits: own.length }, 'could not store hits; trying again');
        failed.push(...own);
      });
    }
    if (failed.length > 0 && failed.length === hits.length) {
      // The database is away: they stay where they are in the journal, and are tried again a little later.
      this.#waiting = [...failed, ...this.#waiting].slice(0, maxWaiting);
      this.#timer ??= setTimeout(() => void this.flush(), againMs);
      return;
    }
    for (const hit of failed) this.record(hit);
    for (const remove of this.#parts.splice(0)) remove();
  }

  async #store(hits: readonly Hit[]): Promise<void> {
    const byDelivery = Map.groupBy(hits, ({ deliveryId }) => deliveryId);
    const firsts = await retryingDeadlocks(() => this.db.transactionByKey(() => storeHits(this.db, byDelivery)));
    for (const campaignId of new Set(firsts.map((row) => row.campaignId))) {
      this.live.publish('campaigns', campaignId);
      this.live.publish('deliveries', campaignId);
    }
  }
}

/** A hit as it was written to the journal; nothing when it is none any more. */
function hitIn(entry: unknown): Hit[] {
  const read = journaled.safeParse(entry);
  return read.success ? [read.data] : [];
}
