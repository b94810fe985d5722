import { Injectable } from '@nestjs/common';
import type {
  ExploreAnswerInput,
  ExploreQuery,
  FunnelQuery,
  PathsQuery,
  RetentionQuery,
  TopQuery,
} from '@engagex/domain/explore';
import { EventAnalysis, type FunnelRow, type PathRow } from '../../ports/event-analysis.ts';
import { breakdownOfMoney } from './money.ts';
import { groupOf } from './parts.ts';
import { ResolvePeriod, type ResolvedPeriod } from './resolve-period.ts';
import { cohortsOf, retentionAnswer } from './retention-answer.ts';
import { SeriesAnswers } from './series-answers.ts';

/** Answers questions about what people do in the scope's organization, within an open transaction. */
@Injectable()
export class Explore {
  constructor(
    private readonly analysis: EventAnalysis,
    private readonly periods: ResolvePeriod,
    private readonly series: SeriesAnswers,
  ) {}

  /** Throws `explore.too-slow` when it takes too long. */
  answer(query: ExploreQuery): Promise<ExploreAnswerInput> {
    switch (query.kind) {
      case 'series':
        return this.series.answer(query);
      case 'funnel':
        return this.#funnel(query);
      case 'retention':
        return this.#retention(query);
      case 'paths':
        return this.#paths(query);
      case 'top':
        return this.#top(query);
    }
  }

  async #funnel(query: FunnelQuery): Promise<ExploreAnswerInput> {
    const period = await this.periods.resolve(query.period);
    const rows = await this.analysis.funnel(query, period);
    const nobody = { part: '', people: query.steps.map(() => 0), medianSeconds: query.steps.map(() => null) };
    return {
      kind: 'funnel',
      ...asked(period),
      steps: query.steps.map(({ name }) => ({ name })),
      whole: partOf(rows.find(({ part }) => part === '') ?? nobody),
      parts: rows.filter(({ part }) => part !== '').map(partOf),
    };
  }

  async #retention(query: RetentionQuery): Promise<ExploreAnswerInput> {
    const period = await this.periods.resolve(query.period, query.interval);
    const question = await cohortsOf(query, period, this.periods);
    return { ...asked(period), ...retentionAnswer(question, await this.analysis.retention(question), period.asOf) };
  }

  async #paths(query: PathsQuery): Promise<ExploreAnswerInput> {
    const period = await this.periods.resolve(query.period);
    const rows = await this.analysis.paths(query, period);
    return {
      kind: 'paths',
      ...asked(period),
      direction: query.direction,
      nodes: rows
        .filter(({ isLink }) => !isLink)
        .map((row) => ({ ...nodeOf(row), people: row.people, ended: row.ended })),
      links: rows
        .filter(({ isLink, place }) => isLink && place < query.steps)
        .map((row) => ({
          from: nodeOf(row),
          to: { place: row.place + 1, name: row.nextName, value: row.nextValue },
          people: row.people,
        })),
    };
  }

  async #top(query: TopQuery): Promise<ExploreAnswerInput> {
    const { property, most, event, measure } = query;
    breakdownOfMoney({ events: [event], measure, breakdown: { property: property ?? '', most: 1 } });
    const period = await this.periods.resolve(query.period);
    const rows = await this.analysis.top(query, period);
    const [items, left] = [rows.filter(({ part }) => part !== 'o'), rows.find(({ part }) => part === 'o')];
    return {
      kind: 'top',
      ...asked(period),
      items: items.slice(0, most).map(({ part, amount, events }) => {
        const group = groupOf(part);
        return { value: group.kind === 'value' ? group.value : null, amount, events };
      }),
      other: left ? { values: left.values, amount: left.amount, events: left.events } : null,
    };
  }
}

function asked({ timeZone, weekStart, from, to, asOf }: ResolvedPeriod) {
  return { timeZone, weekStart, from, to, asOf };
}

/** Who got to a step is everybody who took as many steps or more. */
function partOf({ part, people, medianSeconds }: FunnelRow) {
  const reached = people.map((_, step) => people.slice(step).reduce((sum, each) => sum + each, 0));
  return { group: groupOf(part), people: reached, medianSeconds: [...medianSeconds] };
}

function nodeOf({ place, name, value }: PathRow) {
  return { place, name, value };
}
