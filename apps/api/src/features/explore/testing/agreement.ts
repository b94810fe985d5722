import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type ExploreAnswer,
  exploreAnswer,
  type ExploreQuery,
  exploreSelection,
  type ExploreSelectionInput,
} from '@engagex/domain/explore';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { Chance } from '../../../testing/chance.ts';
import type { TestApi } from '../../../testing/test-api.ts';
import { Clock } from '../../../ports/clock.ts';
import { EventAnalysis } from '../../../ports/event-analysis.ts';
import { EventCounts } from '../../event-counts/event-counts.ts';
import { Explore } from '../explore.service.ts';
import { QuestionTurns } from '../answers/question-turns.ts';
import { PeopleBehind } from '../people-behind.ts';
import { ResolvePeriod } from '../resolve-period.ts';
import { SeriesAnswers } from '../series-answers.ts';
import { type History, newHistory } from './histories.ts';
import { expected, said } from './interpret.ts';
import { newQuestions } from './questions.ts';

export interface Disagreement {
  readonly query: ExploreQuery;
  readonly expected: unknown;
  readonly said: unknown;
}

class ClockAt extends Clock {
  readonly #at: Date;
  constructor(at: Date) {
    super();
    this.#at = at;
  }
  now(): Date {
    return this.#at;
  }
}

/** Makes up a history, asks questions of each kind about it and compares the answers with what the words mean. */
export async function disagreements(api: TestApi, chance: Chance): Promise<Disagreement[]> {
  const history = newHistory(chance);
  const organizationId = await store(api, history);
  const db = api.app.get(TenantDb);
  const analysis = api.app.get(EventAnalysis);
  const periods = new ResolvePeriod(db, new ClockAt(history.now));
  const explore = new Explore(analysis, periods, new SeriesAnswers(db, analysis, api.app.get(EventCounts), periods));
  const behind = new PeopleBehind(db, analysis, periods, new QuestionTurns());
  const inScope = <T>(work: () => Promise<T>) =>
    runInScope({ organizationId, actor: { kind: 'system', name: 'test' } } as const, () => db.transaction(work));

  const wrong: Disagreement[] = [];
  await inScope(async () => {
    const questions = newQuestions(chance, history.day);
    if (questions.some(isCounted)) await db.rows(`select rebuild_event_counts('1970-01-01')`);
    for (const query of questions) {
      const answer = exploreAnswer.parse(await explore.answer(query));
      const pair = { expected: expected({ history, query }), said: said(answer) };
      if (!isDeepStrictEqual(pair.expected, pair.said)) wrong.push({ query, ...pair });
      for (const { of, people } of chance() < 0.3 ? numbersOf(answer) : []) {
        const ids = await behind.ids({ query, of: exploreSelection.parse(of) }, null, 1_000);
        if (ids.length !== people) wrong.push({ query, expected: { of, people }, said: ids });
      }
    }
  });
  return wrong;
}

/** Whether it is answered from what was counted, which then has to be there. */
function isCounted(query: ExploreQuery): boolean {
  return query.kind === 'series' && query.measure.kind === 'events' && query.breakdown === null;
}

/** Some numbers of an answer that are people. */
function numbersOf(answer: ExploreAnswer): { of: ExploreSelectionInput; people: number }[] {
  switch (answer.kind) {
    case 'funnel': {
      const [part] = answer.parts;
      const last = answer.steps.length - 1;
      return [
        { of: { kind: 'funnel', step: 1, outcome: 'reached' }, people: answer.whole.people[1] ?? 0 },
        {
          of: { kind: 'funnel', step: 0, outcome: 'stopped', group: part?.group ?? { kind: 'all' } },
          people: ((part ?? answer.whole).people[0] ?? 0) - ((part ?? answer.whole).people[1] ?? 0),
        },
        { of: { kind: 'funnel', step: last, outcome: 'stopped' }, people: answer.whole.people[last] ?? 0 },
      ];
    }
    case 'retention': {
      const cohort = answer.cohorts.find(({ size, from, to }) => size > 0 && from !== to);
      if (!cohort) return [];
      const of = { kind: 'retention', cohort: cohort.from } as const;
      const returned = cohort.returned[1] ?? null;
      return [
        { of, people: cohort.size },
        ...(returned === null
          ? []
          : [
              { of: { ...of, interval: 1 }, people: returned },
              { of: { ...of, interval: 1, outcome: 'not_returned' as const }, people: cohort.size - returned },
            ]),
      ];
    }
    case 'paths':
      return [
        ...answer.nodes.slice(-1).map((node) => ({ of: { kind: 'paths' as const, node }, people: node.people })),
        ...answer.links
          .slice(-1)
          .map((link) => ({ of: { kind: 'paths' as const, node: link.from, to: link.to }, people: link.people })),
      ];
    case 'series':
    case 'top':
      return [];
  }
}

/** An organization with this history. */
async function store({ owner }: TestApi, { timeZone, weekStart, people, merges, deeds }: History): Promise<string> {
  const organizationId = randomUUID();
  await owner.query(`insert into organizations (id, name, time_zone, week_start) values ($1, 'History', $2, $3)`, [
    organizationId,
    timeZone,
    weekStart,
  ]);
  await owner.query(
    `with p as (
       insert into people (organization_id, id, kind, key, first_seen_at, last_seen_at)
       select $1, id, kind, id::text, now(), now() from jsonb_to_recordset($2::jsonb) as p (id uuid, kind text)),
     e as (
       insert into events (organization_id, id, received_at, occurred_at, name, person_id, properties, kind, trusted, message_id)
       select $1, id, 'epoch'::timestamptz + "receivedAt" * interval '1 ms', 'epoch'::timestamptz + at * interval '1 ms', name, person,
         properties, kind, false, id::text
       from jsonb_to_recordset($3::jsonb) as e (id uuid, "receivedAt" float8, at float8, name text, person uuid, properties jsonb, kind text))
     select`,
    [organizationId, JSON.stringify(people), JSON.stringify(deeds)],
  );
  await owner.query(
    `insert into person_links (organization_id, person_id, into_id, reason, event_id, event_at)
     select $1, person, into_id, 'identify', uuidv7(), now() from unnest($2::uuid[], $3::uuid[]) as m (person, into_id)`,
    [organizationId, [...merges.keys()], [...merges.values()]],
  );
  return organizationId;
}
