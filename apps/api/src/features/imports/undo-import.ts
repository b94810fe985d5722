import { Injectable } from '@nestjs/common';
import { retryingConflicts, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import {
  dropEmptyGroup,
  finishUndo,
  forgetCreated,
  hideCreated,
  keepCreated,
  leaveGroup,
  nextCreated,
  noteUndone,
  removeCreated,
  restoreChanged,
  stopUndo,
} from './undo-import.queries.ts';

const atOnce = 5_000;

/** What one step did; `seen` is zero when there was nothing left to do. */
interface Step {
  readonly seen: number;
  readonly removed?: number;
  readonly restored?: number;
  readonly kept?: number;
}

/**
 * Undoes an import step by step. Each step is a transaction that forgets what it undid, so a worker that is killed loses
 * one step at most and the next goes on where it stopped.
 */
@Injectable()
export class UndoImport {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async run(id: string): Promise<void> {
    const undoing = await this.db.transaction(() =>
      this.db.row<{ who: string | null }>(
        `update imports set attempts = attempts + 1, heartbeat_at = now() where id = $1 and status = 'undoing'
           and (heartbeat_at is null or heartbeat_at < now() - interval '30 seconds') returning updated_by_id as who`,
        [id],
      ),
    );
    if (!undoing) return;
    const steps = [
      () => this.#leave(id),
      () => this.#removeSome(id, undoing.who),
      () => this.#restoreSome(id, undoing.who),
    ];
    for (const step of steps) {
      while (await this.#take(id, step)) this.live.publish('imports', id);
    }
    await this.db.transaction(async () => {
      await this.db.rows(dropEmptyGroup, [id]);
      await this.db.rows(finishUndo, [id]);
    });
    for (const noun of ['contacts', 'groups', 'analytics', 'imports'] as const) this.live.publish(noun);
  }

  /** Stops undoing; it can be begun again, and goes on where it stopped. */
  async giveUp(id: string, words: string): Promise<void> {
    await this.db.transaction(() =>
      this.db.rows(stopUndo, [id, `Undoing stopped: ${words} Undo it again to continue.`]),
    );
    this.live.publish('imports', id);
  }

  /** False when nothing was left. The lock on the import keeps two workers from counting the same step twice. */
  async #take(id: string, step: () => Promise<Step>): Promise<boolean> {
    return retryingConflicts(['uniqueViolation', 'deadlockDetected'], () =>
      this.db.transaction(async () => {
        const held = await this.db.row(`select id from imports where id = $1 and status = 'undoing' for update`, [id]);
        if (!held) return false;
        const { seen, removed = 0, restored = 0, kept = 0 } = await step();
        await this.db.rows(noteUndone, [id, removed, restored, kept, removed + restored + kept]);
        return seen > 0;
      }),
    );
  }

  async #leave(id: string): Promise<Step> {
    return { seen: await this.db.affected(leaveGroup, [id, atOnce]) };
  }

  async #removeSome(id: string, who: string | null): Promise<Step> {
    const chunk = await this.db.row<{ number: string }>(nextCreated, [id]);
    if (!chunk) return { seen: 0 };
    const { number } = chunk;
    const kept = await this.#count(keepCreated, [id, number]);
    const hidden = await this.#count(hideCreated, [id, number, who]);
    const removed = await this.#count(removeCreated, [id, number]);
    await this.db.rows(forgetCreated, [id, number]);
    return { seen: 1, kept, removed: hidden + removed };
  }

  async #restoreSome(id: string, who: string | null): Promise<Step> {
    const row = await this.db.row<{ seen: string; restored: string; kept: string }>(restoreChanged, [id, atOnce, who]);
    return { seen: Number(row?.seen), restored: Number(row?.restored), kept: Number(row?.kept) };
  }

  /** INSERT tells how many only through the connection itself. */
  async #count(statement: string, values: readonly unknown[]): Promise<number> {
    const connection = await this.db.connection();
    return (await connection.query(statement, [...values])).rowCount ?? 0;
  }
}
