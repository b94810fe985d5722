import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { MailFormat } from '@engagex/domain/dashboard-schedules';
import type { DrawnDashboard } from '@engagex/domain/reports';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import { Clock } from '../../../ports/clock.ts';
import { PictureFailed, Pictures } from '../../../ports/pictures.ts';
import type { Content } from './content.ts';
import {
  addMails,
  finishMailing,
  holdMailing,
  noteFailed,
  notePrepared,
  pendingMailings,
  takeMailing,
} from './mailings.queries.ts';
import { ReadDashboard } from './read-dashboard.ts';

interface Taken {
  readonly id: string;
  readonly scheduleId: string;
  readonly dashboardId: string;
  readonly format: MailFormat;
  readonly attempts: number;
  readonly createdAt: Date;
}

interface Prepared {
  readonly content: Content;
  readonly attachment: Buffer | null;
  readonly problem: string | null;
}

class TakenOver extends Error {}

/** A worker that has not been heard of for this long has ended; it is heard of more often. */
const heldMs = 60_000;
const minute = 60_000;
/** Numbers of this morning help nobody in the evening. */
const triedForMs = 6 * 60 * minute;
const deleted = 'The dashboard was deleted.';
const oursFailed = 'Something went wrong on our side. It is tried again by itself.';
const givenUp = 'Something went wrong on our side, and it was given up after six hours. The next one is not affected.';

/** Reads the numbers of what is due, once for everybody, and makes a row for each mail. */
@Injectable()
export class PrepareMailings {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly dashboards: ReadDashboard,
    private readonly pictures: Pictures,
  ) {}

  async prepare(): Promise<void> {
    const now = this.clock.now();
    const waiting = await this.db.transaction(() => this.db.rows<{ id: string }>(pendingMailings, [now]));
    for (const { id } of waiting) await this.#attempt(id);
  }

  async #attempt(id: string): Promise<void> {
    const now = this.clock.now();
    const parameters = [id, now, new Date(now.getTime() + heldMs)];
    const taken = await this.db.transaction(() => this.db.row<Taken>(takeMailing, parameters));
    if (!taken) return;
    const holding = setInterval(() => void this.#hold(taken).catch(() => {}), heldMs / 3); // what fails is tried again
    try {
      const prepared = await this.#read(taken);
      if (prepared) await this.#note(taken, prepared);
      else await this.#fail(taken, deleted, null);
    } catch (error) {
      if (!(error instanceof TakenOver)) await this.#failed(taken, error);
    } finally {
      clearInterval(holding);
      this.live.publish('dashboard-schedules', taken.scheduleId);
    }
  }

  async #read({ dashboardId, format }: Taken): Promise<Prepared | null> {
    const read = await this.dashboards.read(dashboardId);
    if (!read) return null;
    const { content, drawn } = read;
    if (format === 'tables') return { content, attachment: null, problem: null };
    return { content, ...(await this.#draw(drawn, format)) };
  }

  /** Without a picture the tables are mailed: they say the same. */
  async #draw(drawn: DrawnDashboard, format: 'picture' | 'pdf') {
    try {
      return { attachment: await this.pictures.draw(drawn, format === 'pdf' ? 'pdf' : 'png'), problem: null };
    } catch (error) {
      if (!(error instanceof PictureFailed)) throw error;
      this.log.warn({ err: error }, 'a dashboard was not drawn; its tables are mailed');
      return { attachment: null, problem: `Mailed as tables: ${error.message}` };
    }
  }

  async #hold({ id, attempts }: Taken): Promise<void> {
    const until = new Date(this.clock.now().getTime() + heldMs);
    await this.db.transaction(() => this.db.rows(holdMailing, [id, attempts, until]));
  }

  /** What it says and whom it goes to are there together, or neither is. */
  async #note({ id, attempts }: Taken, { content, attachment, problem }: Prepared): Promise<void> {
    await this.db.transaction(async () => {
      const values = [id, attempts, JSON.stringify(content), attachment, problem];
      if (!(await this.db.row(notePrepared, values))) throw new TakenOver('Another worker is at it.');
      await this.db.rows(addMails, [id, this.clock.now()]);
      await this.db.rows(finishMailing, [id]); // nobody may be left to get it
    });
  }

  /** Tried again after a minute, then ever more rarely, for some hours. */
  async #failed(taken: Taken, error: unknown): Promise<void> {
    this.log.error({ err: error, mailing: taken.id }, 'a dashboard could not be read to be mailed');
    const now = this.clock.now().getTime();
    const nextAt = now + Math.min(60, 2 ** (taken.attempts - 1)) * minute;
    const isOver = nextAt - taken.createdAt.getTime() > triedForMs;
    await this.#fail(taken, isOver ? givenUp : oursFailed, isOver ? null : new Date(nextAt));
  }

  async #fail({ id, attempts }: Taken, words: string, nextAt: Date | null): Promise<void> {
    await this.db.transaction(() => this.db.rows(noteFailed, [id, attempts, words, nextAt]));
  }
}
