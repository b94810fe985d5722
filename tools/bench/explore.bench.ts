import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { ExploreAnswer, ExploreQueryInput } from '@engagex/domain/explore';
import { addEvents, daysBack, sizes } from './explore-data.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

/** `EXPLORE_EVENTS=1000000,10000000` shows how times grow; it takes a quarter of an hour. */
const events = (process.env['EXPLORE_EVENTS'] ?? '2000000').split(',').map(Number);
const rounds = Number(process.env['EXPLORE_ROUNDS'] ?? 20);
/** Of what takes seconds. */
const longRounds = Math.ceil(rounds / 4);

const period = (days: number) => ({ kind: 'last', days }) as const;
const steps = ['product_viewed', 'add_to_cart', 'purchase'];

/**
 * Answers over 2 million events, p50 and p95, beside hand-written SQL without row-level security; bytes of an event. Each is
 * asked anew: the week begins on another day each time, so that no kept answer fits.
 */
export async function benchExplore({ browser, ownerUrl }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const organizationId =
      (await owner.query<{ id: string }>('select id from organizations limit 1')).rows[0]?.id ?? '';
    const rows: Row[] = [];
    for (const [index, to] of events.entries()) {
      await addEvents(owner, organizationId, { from: events[index - 1] ?? 0, to });
      rows.push(...(await measureAll({ browser, owner, organizationId, of: to })));
    }
    return rows;
  } finally {
    await owner.end();
  }
}

interface Measured {
  readonly browser: Product['browser'];
  readonly owner: pg.Client;
  readonly organizationId: string;
  readonly of: number;
}

async function measureAll({ browser, owner, organizationId, of }: Measured): Promise<Row[]> {
  const ask = async (query: ExploreQueryInput) => browser.post<ExploreAnswer>('/api/explore/query', { query });
  const name = (what: string) => `explore (${(of / 1e6).toLocaleString('en')} M events): ${what}`;
  const series = (measure: 'events' | 'people', days: number): ExploreQueryInput => ({
    kind: 'series',
    period: period(days),
    interval: 'day',
    events: ['page_view', 'add_to_cart', 'purchase'].map((each) => ({ name: each })),
    measure: { kind: measure },
  });
  const funnel: ExploreQueryInput = {
    kind: 'funnel',
    period: period(daysBack),
    steps: steps.map((each) => ({ name: each })),
  };
  const byHand = () => owner.query<{ people: number[] }>(funnelByHand, [organizationId, steps]);

  const answer = await ask(funnel);
  const [counted] = (await byHand()).rows;
  if (answer.kind !== 'funnel' || String(answer.whole.people) !== String(counted?.people))
    throw new Error(`The funnel says ${JSON.stringify(answer)}, by hand it is ${String(counted?.people)}.`);

  const beginWeek = `update organizations set week_start = case week_start when 'monday' then 'sunday' else 'monday' end where id = $1`;
  const measured = measuredBy(() => owner.query(beginWeek, [organizationId]));
  const { table, indexes, counts } = await sizes(owner);
  const bytes = (what: string, value: number): Row => ({
    name: name(`${what} for each event`),
    value: value / of,
    unit: 'B',
    reference: null,
    ratio: null,
    rounds: 1,
  });
  return [
    ...(await measured(
      name('dashboard series, 3 events, 30 days'),
      rounds,
      () => ask(series('events', 30)),
      () => owner.query(seriesByHand, [organizationId, ['page_view', 'add_to_cart', 'purchase']]),
    )),
    ...(await measured(name('funnel, 3 steps, 90 days'), longRounds, () => ask(funnel), byHand)),
    ...(await measured(name('people by day, 3 events, 30 days'), longRounds, () => ask(series('people', 30)), null)),
    ...(await measured(
      name('retention by week, 90 days'),
      longRounds,
      () =>
        ask({
          kind: 'retention',
          period: period(daysBack),
          interval: 'week',
          begins: { name: 'signup' },
          returns: { name: 'purchase' },
        }),
      null,
    )),
    ...(await measured(
      name('top products, 30 days'),
      longRounds,
      () => ask({ kind: 'top', period: period(30), event: { name: 'purchase' }, property: 'product_id' }),
      null,
    )),
    ...(await measured(
      name('paths after signup, 7 days'),
      longRounds,
      () => ask({ kind: 'paths', period: period(7), event: { name: 'signup' } }),
      null,
    )),
    bytes('bytes in the log', table),
    bytes('bytes in indexes of the log', indexes),
    bytes('bytes of counts', counts),
  ];
}

const seriesByHand = `
  select name, (at at time zone 'UTC')::date as day, sum(count) from event_counts
  where organization_id = $1 and name = any ($2) and at >= date_trunc('day', now(), 'UTC') - interval '29 days' group by 1, 2`;

/** As somebody writes it for this funnel alone: merges, but neither ties nor breakdown nor times. */
const funnelByHand = `
  with d as (
    select coalesce(l.into_id, e.person_id) as person, e.name, e.occurred_at as t from events e
    left join person_links l on l.organization_id = e.organization_id and l.person_id = e.person_id and l.undone_at is null
    where e.organization_id = $1 and e.name = any ($2) and e.occurred_at >= date_trunc('day', now(), 'UTC') - interval '${daysBack - 1} days'),
  one as (select *, case when name = ($2::text[])[1] then t end as t1 from d),
  two as (select *, case when name = ($2::text[])[2] then max(t1) over w end as from2 from one
    window w as (partition by person order by t rows between unbounded preceding and 1 preceding)),
  kept as (select *, case when t - from2 <= interval '14 days' then from2 end as t2 from two),
  three as (select *, case when name = ($2::text[])[3] then max(t2) over w end as from3 from kept
    window w as (partition by person order by t rows between unbounded preceding and 1 preceding)),
  reached as (select person, bool_or(t2 is not null) as two, bool_or(t - from3 <= interval '14 days') as three
    from three group by person having bool_or(t1 is not null))
  select array[count(*), count(*) filter (where two), count(*) filter (where three)]::int[] as people from reached`;

type Work = () => Promise<unknown>;

/** Both in turn, so that a noisy machine is noisy for both; `prepare` is not timed. */
const measuredBy = (prepare: Work) => async (name: string, times: number, work: Work, raw: Work | null) => {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= times; round += 1) {
    await prepare();
    const taken = await timeOf(() => work().catch(butTooSlow));
    const reference = raw ? await timeOf(raw) : null;
    if (round === 0) continue; // reads into memory
    ours.push(taken);
    if (reference !== null) theirs.push(reference);
  }
  return [50, 95].map((percent) => {
    const [value, reference] = [percentile(ours, percent), raw ? percentile(theirs, percent) : null];
    return {
      name: `${name}, p${percent}`,
      value,
      unit: 'ms',
      reference,
      ratio: reference && value / reference,
      rounds: times,
    } satisfies Row;
  });
};

/** A question that is refused took what it is given at most. */
function butTooSlow(error: unknown): void {
  if (!String(error).includes('explore.too-slow')) throw error;
  process.stderr.write('refused as too slow\n');
}

async function timeOf(work: Work): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
