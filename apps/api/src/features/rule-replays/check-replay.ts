import { Injectable } from '@nestjs/common';
import { replayLimits, type ReplayMove, type ReplayPreview } from '@engagex/domain/rule-replays';
import { DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Explore } from '../explore/index.ts';
import { SavedReportsService } from '../reports/index.ts';
import { numbersOf } from './numbers-of-answer.ts';
import type { ReplayNumber, ReplayPlace, RuleReplay } from './rule-replay.ts';

const atOnce = 1_000;

interface Seen {
  readonly numbers: ReadonlyMap<string, ReplayNumber>;
  readonly unknown: readonly string[];
  readonly reports: readonly string[];
}

/** Applies rules as they would be applied for good, looks at what has changed, and takes it all back. */
@Injectable()
export class CheckReplay {
  constructor(
    private readonly db: TenantDb,
    private readonly explore: Explore,
    private readonly reports: SavedReportsService,
  ) {}

  /** In the open transaction, which holds nothing of it afterwards. */
  async check(replay: RuleReplay, about: { id: string; rules: unknown; askedById: string }): Promise<ReplayPreview> {
    await this.db.rows('savepoint check_of_rules');
    await replay.begin();
    const before = await this.#see(replay, about.askedById);
    let place: ReplayPlace | null = null;
    let [examined, changed, isDone] = [0, 0, false];
    while (!isDone && examined < replayLimits.checked) {
      const step = await replay.next(about.id, about.rules, place, atOnce);
      [examined, changed, isDone, place] = [examined + step.examined, changed + step.changed, step.isDone, step.place];
    }
    const after = await this.#see(replay, about.askedById);
    await this.db.rows('rollback to savepoint check_of_rules');
    const moves = movesBetween(before, after);
    const moved = new Set(moves.flatMap(({ what, id }) => (what === 'report' ? [id] : [])));
    const unknown = [...new Set([...before.unknown, ...after.unknown])];
    return {
      examined,
      changed,
      isComplete: isDone,
      moves: moves.slice(0, replayLimits.moves),
      more: Math.max(0, moves.length - replayLimits.moves),
      unchangedReports: before.reports.filter((id) => !moved.has(id)).length - unknown.length,
      unknownReports: unknown,
    };
  }

  async #see(replay: RuleReplay, userId: string): Promise<Seen> {
    const numbers = [...(await replay.numbers())];
    const unknown: string[] = [];
    const reports = await this.reports.visibleTo(userId);
    for (const { id, name, query } of reports) {
      await this.db.rows('savepoint report');
      try {
        for (const number of numbersOf(await this.explore.answer(query)))
          numbers.push({ what: 'report', id, name, ...number });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        unknown.push(name);
      }
      await this.db.rows('rollback to savepoint report'); // with the time limit that reports set
      await this.db.rows('release savepoint report');
    }
    return {
      numbers: new Map(numbers.map((number) => [`${number.what} ${number.id ?? number.name} ${number.label}`, number])),
      unknown,
      reports: reports.map(({ id }) => id),
    };
  }
}

function movesBetween({ numbers: before }: Seen, { numbers: after }: Seen): ReplayMove[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const number = is ?? was;
    if (!number || was?.value === is?.value) return [];
    const { what, id, name, label } = number;
    return [{ what, id, name, label, before: was?.value ?? null, after: is?.value ?? null }];
  });
}
