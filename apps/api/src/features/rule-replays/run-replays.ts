import { Injectable } from '@nestjs/common';
import { retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { CheckReplay } from './check-replay.ts';
import { lockReplay, noteChecked, noteFailed, noteStep, noteUndone } from './rule-replays.queries.ts';
import { type ReplayRow, RuleReplays } from './rule-replays.service.ts';

/** Rows in a transaction: counts of events wait for it. */
const atOnce = 500;
/** Sees what everybody sees. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Does what was asked, some rows at a time. A worker that is killed leaves what is committed, and the next one goes on there. */
@Injectable()
export class RunReplays {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly replays: RuleReplays,
    private readonly checks: CheckReplay,
  ) {}

  async run(id: string, ending: AbortSignal): Promise<void> {
    while (!ending.aborted && (await retryingDeadlocks(() => this.db.transactionByKey(() => this.#some(id)))))
      this.live.publish('rule-replays', id);
    this.live.publish('rule-replays', id);
  }

  /** It is not tried again on its own. What was applied until then stays applied. */
  async giveUp(id: string): Promise<void> {
    await this.db.transaction(() =>
      this.db.rows(noteFailed, [id, 'It could not be finished. Check again, then apply the rules again.']),
    );
    this.live.publish('rule-replays', id);
  }

  /** Resolves to whether there is more to do. */
  async #some(id: string): Promise<boolean> {
    const row = await this.db.row<ReplayRow>(lockReplay, [id]);
    if (row?.state === 'checking') return this.#check(row);
    if (row?.state === 'applying') return this.#apply(row);
    if (row?.state === 'undoing') return this.#undo(row);
    return false;
  }

  async #check({ id, kind, rules, askedById }: ReplayRow): Promise<false> {
    const preview = await this.checks.check(this.replays.of(kind), { id, rules, askedById: askedById ?? nobody });
    await this.db.rows(noteChecked, [id, JSON.stringify(preview)]);
    return false;
  }

  async #apply({ id, kind, rules, place }: ReplayRow): Promise<boolean> {
    const replay = this.replays.of(kind);
    await replay.begin();
    const step = await replay.next(id, rules, place, atOnce);
    await this.db.rows(noteStep, [id, JSON.stringify(step.place), step.examined, step.changed, step.isDone]);
    return !step.isDone;
  }

  async #undo({ id, kind }: ReplayRow): Promise<boolean> {
    const { undo } = this.replays.of(kind);
    const restored = (await undo?.(id, atOnce)) ?? 0;
    await this.db.rows(noteUndone, [id, restored, restored < atOnce]);
    return restored === atOnce;
  }
}
