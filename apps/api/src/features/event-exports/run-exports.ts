import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { type EventExportFile, eventExportLimits } from '@engagex/domain/event-exports';
import { DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Notifications } from '../notifications/index.ts';
import { Deliver } from './deliver.ts';
import {
  expiredExports,
  holdExport,
  lockSettings,
  makeDue,
  moveOn,
  noteDone,
  noteExpired,
  noteFailed,
  noteMended,
  noteStored,
  noteTold,
  takeExport,
  waitingExports,
} from './event-exports.queries.ts';
import { DestinationSecrets } from './settings/destination-secrets.ts';
import { WriteFiles } from './write-files.ts';

interface Taken {
  readonly id: string;
  readonly dueAt: Date;
  readonly state: 'pending' | 'stored';
  readonly includesEvents: boolean;
  readonly files: readonly EventExportFile[];
  readonly attempts: string;
  readonly triedSince: Date;
}

class TakenOver extends Error {}

const dueAtOnce = 50;
/** A worker that has not been heard of for this long has ended; it is heard of more often. */
const heldMs = 60_000;
const hourMs = 3_600_000;
/** What passes sooner is told to nobody. */
const toldAfterMs = hourMs;
const oursFailed = 'Something went wrong on our side. It is tried again by itself.';

/** Makes the exports of the scope's organization that are due, writes their files and delivers them; each step is a row, and can be taken again. */
@Injectable()
export class RunExports {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly files: WriteFiles,
    private readonly deliver: Deliver,
    private readonly secrets: DestinationSecrets,
    private readonly notifications: Notifications,
  ) {}

  async run(): Promise<void> {
    await this.#makeDue();
    const waiting = await this.db.transaction(() => this.db.rows<{ id: string }>(waitingExports, [this.clock.now()]));
    for (const { id } of waiting) await this.#attempt(id);
    await this.#expire();
  }

  /** Also those of the days on which no worker ran. */
  async #makeDue(): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      if ((await this.db.rows(lockSettings, [now])).length === 0) return;
      await this.db.rows(makeDue, [now, dueAtOnce]);
      await this.db.rows(moveOn);
    });
  }

  async #attempt(id: string): Promise<void> {
    const now = this.clock.now();
    const parameters = [id, now, new Date(now.getTime() + heldMs)];
    const taken = await this.db.transaction(() => this.db.row<Taken>(takeExport, parameters));
    if (!taken) return;
    const holding = setInterval(() => void this.#hold(taken).catch(() => {}), heldMs / 3); // what fails is tried again
    try {
      const files = taken.state === 'stored' ? taken.files : await this.#store(taken);
      const destination = await this.db.transaction(() => this.secrets.stored());
      const place = await this.deliver.deliver(destination, id, files);
      await this.#done(taken, place);
    } catch (error) {
      if (!(error instanceof TakenOver)) await this.#fail(taken, error);
    } finally {
      clearInterval(holding);
      this.live.publish('event-exports', id);
    }
  }

  async #store(taken: Taken): Promise<readonly EventExportFile[]> {
    const files = await this.files.write(taken);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + eventExportLimits.days * 24 * hourMs);
    await this.#note(noteStored, taken, [JSON.stringify(files), now, expiresAt]);
    return files;
  }

  async #hold({ id, attempts }: Taken): Promise<void> {
    const until = new Date(this.clock.now().getTime() + heldMs);
    await this.db.transaction(() => this.db.rows(holdExport, [id, attempts, until]));
  }

  async #done(taken: Taken, place: string | null): Promise<void> {
    await this.db.transaction(async () => {
      const noted = await this.db.row(noteDone, [taken.id, taken.attempts, place, this.clock.now()]);
      if (!noted) throw new TakenOver('Another worker is at it.');
      if (await this.db.row(noteMended)) await this.notifications.raiseAboutExport(taken.id, 'event_export_mended', '');
    });
  }

  async #note(query: string, { id, attempts }: Taken, values: readonly unknown[]): Promise<void> {
    const noted = await this.db.transaction(() => this.db.row(query, [id, attempts, ...values]));
    if (!noted) throw new TakenOver('Another worker is at it.');
  }

  /** Tried again after a minute, then ever more rarely, for a day. */
  async #fail(taken: Taken, error: unknown): Promise<void> {
    const { id, attempts, triedSince } = taken;
    const isTheirs = error instanceof DomainError && error.code !== 'files.unavailable';
    if (!isTheirs) this.log.error({ err: error, eventExport: id }, 'a daily export failed');
    const now = this.clock.now().getTime();
    const nextAt = now + Math.min(hourMs, 2 ** Math.min(10, Number(attempts) - 1) * 60_000);
    const isOver = nextAt - triedSince.getTime() > eventExportLimits.triedForHours * hourMs;
    const words = isTheirs ? error.message : oursFailed;
    const parameters = [id, attempts, words, isOver ? null : new Date(nextAt)];
    await this.db.transaction(async () => {
      const noted = await this.db.row(noteFailed, parameters);
      const isLasting = isOver || nextAt - triedSince.getTime() > toldAfterMs;
      if (noted && isLasting && (await this.db.row(noteTold, [this.clock.now()])))
        await this.notifications.raiseAboutExport(id, 'event_export_failed', words);
    });
  }

  /** The row says that the files are gone only once they are. */
  async #expire(): Promise<void> {
    const expired = await this.db.transaction(() =>
      this.db.rows<{ id: string; files: readonly EventExportFile[] }>(expiredExports, [this.clock.now()]),
    );
    for (const { id, files } of expired) {
      for (const file of files) await this.files.remove(file);
      await this.db.transaction(() => this.db.rows(noteExpired, [id]));
      this.live.publish('event-exports', id);
    }
  }
}
