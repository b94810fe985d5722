import { Injectable } from '@nestjs/common';
import type { ExploreQuery, ExploreSelection, exploreRoutes } from '@engagex/domain/explore';
import type { PersonView } from '@engagex/domain/people';
import { invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { EventAnalysis, type PeopleQuestion } from '../../ports/event-analysis.ts';
import { QuestionTurns } from './answers/question-turns.ts';
import { peopleOf } from './explore.queries.ts';
import { breakdownOfMoney } from './money.ts';
import { ResolvePeriod } from './resolve-period.ts';
import { cohortsOf } from './retention-answer.ts';
import { tooSlow } from './too-slow.ts';

/** Who they are, behind a number of an answer. */
@Injectable()
export class PeopleBehind {
  constructor(
    private readonly db: TenantDb,
    private readonly analysis: EventAnalysis,
    private readonly periods: ResolvePeriod,
    private readonly turns: QuestionTurns,
  ) {}

  /** Call it outside of a transaction: it waits for its turn, and is given up when `gone` aborts. */
  async page({ query, of, cursor, limit }: ParsedInputOf<typeof exploreRoutes.people>, gone: AbortSignal) {
    const after = readCursor(cursor);
    return this.turns.inTurn(gone, () =>
      this.db.transactionUntil(gone, async () => {
        const page = pageOf(await this.ids({ query, of }, after, limit + 1), limit, (id) => id);
        // Somebody whose events were stored a moment ago may not be in the list of people yet.
        const items = await this.db.rows<PersonView>(peopleOf, [page.items]);
        return { items, nextCursor: page.nextCursor };
      }),
    );
  }

  async ids(
    { query, of }: { readonly query: ExploreQuery; readonly of: ExploreSelection },
    after: string | null,
    limit: number,
  ): Promise<string[]> {
    const question = await this.#question(query, of);
    return this.analysis
      .people(question, after, limit)
      .catch((error: unknown) => Promise.reject(tooSlow(error, query)));
  }

  async #question(query: ExploreQuery, of: ExploreSelection): Promise<PeopleQuestion> {
    if (query.kind === 'series' && of.kind === 'series') {
      const { measure, interval } = query;
      const event = query.events[of.event];
      if (!event) throw unknown();
      const period = await this.periods.resolve(query.period);
      const boundaries = await this.periods.boundaries(period, interval);
      const question = { event, measure, breakdown: breakdownOfMoney(query), parts: null, boundaries };
      const within = of.point === null ? period : spanFrom(boundaries, of.point);
      return { kind: 'series', question, group: of.group, within };
    }
    if (query.kind === 'funnel' && of.kind === 'funnel') {
      if (of.step >= query.steps.length) throw unknown();
      return { kind: 'funnel', query, span: await this.periods.resolve(query.period), of };
    }
    if (query.kind === 'retention' && of.kind === 'retention') {
      const period = await this.periods.resolve(query.period, query.interval);
      const question = await cohortsOf(query, period, this.periods);
      const cohort = question.boundaries.findLastIndex((at) => at.getTime() === Date.parse(of.cohort));
      if (cohort === -1 || cohort >= question.cohorts) throw unknown();
      return { kind: 'retention', question, cohort, interval: of.interval, outcome: of.outcome };
    }
    if (query.kind === 'paths' && of.kind === 'paths')
      return { kind: 'paths', query, span: await this.periods.resolve(query.period), of };
    if (query.kind === 'top' && of.kind === 'top')
      return { kind: 'top', query, span: await this.periods.resolve(query.period), group: of.group };
    throw unknown();
  }
}

function spanFrom(boundaries: readonly Date[], point: string) {
  const index = boundaries.findLastIndex((at) => at.getTime() === Date.parse(point));
  const [from, to] = [boundaries[index], boundaries[index + 1]];
  if (!from || !to) throw unknown();
  return { from, to };
}

function unknown() {
  return invalid('explore.unknown-number', 'The answer to this question has no such number. Ask for it again.');
}
