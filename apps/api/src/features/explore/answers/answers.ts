import { Injectable } from '@nestjs/common';
import { exploreLimits, type ExploreQuery, exploreRoutes } from '@engagex/domain/explore';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Json } from '../../../platform/http/json-rows.ts';
import { Clock } from '../../../ports/clock.ts';
import { Explore } from '../explore.service.ts';
import { tooSlow } from '../too-slow.ts';
import { CountedMark, type Mark } from './counted-mark.ts';
import { type KeptAnswer, KeptAnswers } from './kept-answers.ts';
import { QuestionTurns } from './question-turns.ts';
import { SharedWork } from './shared-work.ts';

/**
 * Answers for whoever may ask in the scope's organization: all of them are told the same. What was just answered is given
 * again, what several ask at once is answered once, and the rest waits for its turn.
 */
@Injectable()
export class Answers {
  readonly #kept = new KeptAnswers(exploreLimits.keptBytes);
  readonly #work = new SharedWork<Json>();

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly explore: Explore,
    private readonly mark: CountedMark,
    private readonly turns: QuestionTurns,
  ) {}

  /** Call it outside of a transaction. `asOf` of the answer says when it was made, `exploreLimits.keptMs` ago at most. */
  async answer(query: ExploreQuery, gone: AbortSignal): Promise<Json> {
    // A parsed query has its fields in the order of the schema, so equal questions are equal texts.
    const key = `${currentScope().organizationId} ${JSON.stringify(query)}`;
    const mark = await this.mark.read(gone); // before the answer: what comes meanwhile makes it old
    const kept = this.#kept.get(key);
    if (kept && this.#isCurrent(kept, mark)) return new Json(kept.text);
    return this.#work.do(`${mark.calendar} ${key}`, gone, async (nobodyWaits) => {
      const answered = await this.turns.inTurn(nobodyWaits, () => this.#ask(query, nobodyWaits));
      this.#kept.keep(key, { ...answered, ...mark });
      return new Json(answered.text);
    });
  }

  #isCurrent({ at, freshMs, counted, calendar }: KeptAnswer, mark: Mark): boolean {
    const age = this.clock.now().getTime() - at;
    if (age < 0 || calendar !== mark.calendar) return false;
    return age <= freshMs || (age <= exploreLimits.keptMs && counted === mark.counted);
  }

  async #ask(query: ExploreQuery, nobodyWaits: AbortSignal): Promise<Omit<KeptAnswer, keyof Mark>> {
    const at = this.clock.now().getTime();
    const begun = performance.now();
    const answer = await this.db
      .transactionUntil(nobodyWaits, () => this.explore.answer(query))
      .catch((error: unknown) => Promise.reject(tooSlow(error, query)));
    const took = performance.now() - begun;
    const freshMs = Math.min(Math.max(exploreLimits.freshMs, exploreLimits.freshTimes * took), exploreLimits.keptMs);
    return { text: JSON.stringify(exploreRoutes.query.response.parse(answer)), at, freshMs };
  }
}
