import { Injectable } from '@nestjs/common';
import {
  asksForLess,
  perSecondNow,
  type Receiver,
  receivers,
  receiversRoutes,
  type ReceiverView,
  shareNow,
  slowedDown,
  usualPerSecond,
} from '@engagex/domain/transports';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import type { StoredReceiver } from './pace.ts';
import { addReceiverLimit, receiverLimits, receiverSettings } from './transports.queries.ts';
import { Waiting } from './waiting.ts';

/** What a batch handed to one receiver, and how much of it came back for later. */
export interface Answers {
  handed: number;
  deferred: number;
  words: string;
}

interface Settings extends StoredReceiver {
  readonly updatedAt: Date;
}

/** How much each family of mailbox providers is handed. */
@Injectable()
export class ReceiversService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly waiting: Waiting,
  ) {}

  async list(): Promise<{ items: ReceiverView[] }> {
    return { items: await this.#views(receivers) };
  }

  async update({ receiver, perSecond, version }: ParsedInputOf<typeof receiversRoutes.update>): Promise<ReceiverView> {
    const before = await this.#lock(receiver);
    const edited = { route: receiversRoutes.update, table: 'receiver_limits', id: receiver, version } as const;
    await assertUnchanged(this.db, edited, () => this.#view(receiver));
    await this.db.rows(
      'update receiver_limits set per_second = $2, updated_by_id = $3, updated_at = now() where receiver = $1',
      [receiver, perSecond, currentUserId()],
    );
    await this.waiting.lookAgain();
    noteAudit({
      objectId: before.id,
      objectName: receiver,
      before: { perSecond: before.perSecond },
      after: { perSecond },
    });
    afterCommit(() => this.live.publish('receivers'));
    return this.#view(receiver);
  }

  /** Hands less to those that deferred a noticeable part of a batch, and to nobody else. */
  async heard(answers: ReadonlyMap<Receiver, Answers>): Promise<void> {
    for (const [receiver, { handed, deferred, words }] of answers)
      if (asksForLess(receiver, deferred, handed)) await this.#slowDown(receiver, words);
  }

  async #slowDown(receiver: Receiver, words: string): Promise<void> {
    await this.db.transaction(async () => {
      const before = await this.#lock(receiver);
      const { slowness, slowedAt } = slowedDown(before, this.clock.now());
      if (slowedAt === before.slowedAt) return;
      await this.db.rows(
        'update receiver_limits set slowness = $2, slowed_at = $3, problem = left($4, 500) where receiver = $1',
        [receiver, slowness, slowedAt, words],
      );
      afterCommit(() => this.live.publish('receivers'));
    });
  }

  async #lock(receiver: Receiver): Promise<StoredReceiver & { readonly id: string }> {
    await this.db.rows(addReceiverLimit, [receiver, usualPerSecond[receiver]]);
    const row = await this.db.row<StoredReceiver & { readonly id: string }>(
      `${receiverLimits} where receiver = $1 for update`,
      [receiver],
    );
    if (!row) throw new Error('The row was just inserted or was there.');
    return row;
  }

  async #view(receiver: Receiver): Promise<ReceiverView> {
    const [view] = await this.#views([receiver]);
    if (!view) throw new Error('The organization of this scope does not exist.');
    return view;
  }

  async #views(wanted: readonly Receiver[]): Promise<ReceiverView[]> {
    const usual = wanted.map((receiver) => usualPerSecond[receiver]);
    const rows = await this.db.rows<Settings>(receiverSettings, [wanted, usual]);
    const byReceiver = new Map(rows.map((row) => [row.receiver, row]));
    return wanted.flatMap((receiver) => {
      const row = byReceiver.get(receiver);
      return row ? [viewOf(row, this.clock.now())] : [];
    });
  }
}

function viewOf(row: Settings, now: Date): ReceiverView {
  const { receiver, perSecond, problem, updatedAt } = row;
  const share = shareNow(row, now);
  const isSlow = share < 1;
  return {
    receiver,
    perSecond,
    share,
    perSecondNow: perSecondNow(perSecond, row, now),
    slowedAt: isSlow && row.slowedAt ? row.slowedAt.toISOString() : null,
    problem: isSlow ? problem : null,
    updatedAt: updatedAt.toISOString(),
  };
}
