import { Injectable } from '@nestjs/common';
import {
  type ReplayKind,
  type ReplayPreview,
  type ReplayState,
  type RuleReplay as View,
} from '@engagex/domain/rule-replays';
import { conflict, DomainError, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { isDeepStrictEqual } from 'node:util';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { ReplayAttribution } from './replay-attribution.ts';
import { ReplayPrivacy } from './replay-privacy.ts';
import type { ReplayPlace, RuleReplay } from './rule-replay.ts';
import {
  addReplay,
  beginApplying,
  beginUndoing,
  dropChecks,
  latestReplay,
  lockReplay,
  organizationName,
  replayOf,
} from './rule-replays.queries.ts';

export const ruleReplaysQueue = 'rule-replays';

export interface ReplayRow {
  readonly id: string;
  readonly kind: ReplayKind;
  readonly state: ReplayState;
  readonly rules: unknown;
  readonly preview: ReplayPreview | null;
  readonly place: ReplayPlace | null;
  readonly examined: string;
  readonly changed: string;
  readonly problem: string | null;
  readonly askedAt: string;
  readonly askedById: string | null;
  readonly finishedAt: string | null;
}

/** Asks for rules to be checked against what is stored, applied to it, and taken back. */
@Injectable()
export class RuleReplays {
  readonly #kinds: Readonly<Record<ReplayKind, RuleReplay>>;

  constructor(
    private readonly db: TenantDb,
    private readonly queues: Queues,
    private readonly live: Live,
    privacy: ReplayPrivacy,
    attribution: ReplayAttribution,
  ) {
    this.#kinds = { privacy, attribution };
  }

  of(kind: ReplayKind): RuleReplay {
    return this.#kinds[kind];
  }

  async latest(kind: ReplayKind): Promise<{ replay: View | null }> {
    const row = await this.db.row<ReplayRow>(latestReplay, [kind]);
    return { replay: row ? await this.#shown(row) : null };
  }

  async check(kind: ReplayKind): Promise<View> {
    await this.db.rows(dropChecks, [kind]);
    const rules = await this.of(kind).rules();
    const row = await this.db.row<ReplayRow>(addReplay, [kind, JSON.stringify(rules), currentUserId()]);
    if (!row) throw conflict('rule-replay.running', 'This is under way already. Wait until it is finished.');
    noteAudit({ objectId: row.id, objectName: kind, after: { rules } });
    this.#wake(row.id);
    return this.#shown(row);
  }

  async apply(id: string, given: string | undefined): Promise<View> {
    const row = await this.#locked(id, 'checked', 'Check the rules first.');
    if (!(await this.#isOfToday(row)))
      throw conflict('rule-replay.outdated', 'The rules were changed after this check. Check again.');
    if (this.of(row.kind).undo === null) await this.#assertName(given);
    await this.db.rows(beginApplying, [id, currentUserId()]);
    noteAudit({ objectName: row.kind, after: { rules: row.rules, applied: true } });
    this.#wake(id);
    return this.#view(id);
  }

  async undo(id: string): Promise<View> {
    const row = await this.#locked(id, 'applied', 'Only rules that were applied can be undone.');
    if (this.of(row.kind).undo === null)
      throw conflict('rule-replay.irreversible', 'What privacy rules removed is gone and cannot be restored.');
    const latest = await this.db.row<ReplayRow>(latestReplay, [row.kind]);
    if (latest?.id !== id && latest?.state !== 'checked')
      throw conflict('rule-replay.not-last', 'Rules were applied again since. Only the last time can be undone.');
    await this.db.rows(beginUndoing, [id, currentUserId()]);
    noteAudit({ objectName: row.kind, after: { undone: true } });
    this.#wake(id);
    return this.#view(id);
  }

  async #locked(id: string, state: ReplayState, otherwise: string): Promise<ReplayRow> {
    const row = await this.db.row<ReplayRow>(lockReplay, [id]);
    if (!row) throw notFound('rule-replay');
    if (row.state !== state) throw conflict('rule-replay.not-ready', otherwise);
    return row;
  }

  async #assertName(given: string | undefined): Promise<void> {
    const { name = '' } = (await this.db.row<{ name: string }>(organizationName)) ?? {};
    if (given?.trim() === name.trim()) return;
    throw new DomainError(
      'invalid',
      'rule-replay.name-differs',
      'Enter the name of the organization: what is removed cannot be restored.',
    );
  }

  #wake(id: string): void {
    afterCommit(() => this.queues.add(ruleReplaysQueue, { id }, { once: id }));
    afterCommit(() => this.live.publish('rule-replays', id));
  }

  async #view(id: string): Promise<View> {
    const row = await this.db.row<ReplayRow>(replayOf, [id]);
    if (!row) throw notFound('rule-replay');
    return this.#shown(row);
  }

  async #isOfToday({ kind, rules }: ReplayRow): Promise<boolean> {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(await this.of(kind).rules())), rules);
  }

  async #shown(row: ReplayRow): Promise<View> {
    const { id, kind, state, preview, problem, askedAt, finishedAt } = row;
    const isOutdated = !(await this.#isOfToday(row));
    return {
      id,
      kind,
      state,
      preview,
      examined: Number(row.examined),
      changed: Number(row.changed),
      problem,
      askedAt,
      finishedAt,
      isOutdated,
    };
  }
}
