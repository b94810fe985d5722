import { type ChosenEvent, type FunnelQuery, windowMs } from '@engagex/domain/explore';
import type { Span } from '../../../ports/event-analysis.ts';
import { deeds, inOrder, isChosen, partOf, person, type Values } from './deeds.ts';

/**
 * The attempt that counts is kept as one number: in ordered funnels where it begins and, for the quickest way, how long it takes; in
 * funnels of any order how far it gets and where it begins. An attempt takes at most 366 days: 35 bits of milliseconds.
 */
const bits = 35;
const mask = 2 ** bits - 1;

/**
 * Each person with the attempt that counts as `attempt` (person, level, part, ms1, ms2 …): the last of those that got farthest. `level` is
 * how many steps it took. One pass over each person's events in order: for each step, the latest beginning from which it
 * is reached within the window is the best, as whatever follows an earlier one follows this one too. The events of a person are
 * sorted once.
 */
export function attempts(query: FunnelQuery, span: Span, values: Values): string {
  const { steps, order, exclusions } = query;
  const until = new Date(span.to.getTime() + windowMs(query.window) + 1);
  const events = order === 'strict' ? null : [...steps, ...exclusions];
  const columns = [
    `${person} as person, r.occurred_at as t, r.received_at, r.id`,
    ...steps.map((step, index) => `${isChosen(step, values)} as s${index}`),
    `${anyOf(exclusions, values)} as x`,
    `${partOf(query.breakdown?.property ?? null, values)} as part`,
  ].join(', ');
  const around: Around = {
    begins: `t < ${values.put(span.to, 'timestamptz')}`,
    window: `make_interval(secs => ${values.put(windowMs(query.window) / 1_000, 'float8')})`,
  };
  // Attempts of any order do not go beyond what ends them.
  const island = order === 'any' && exclusions.length > 0 ? 'count(*) filter (where x) over w' : '0';
  const best = order === 'any' ? bestInAnyOrder(query, around) : bestInOrder(query, around);
  return `deed as (${deeds({ span: { from: span.from, to: until }, events, columns }, values)}),
    o as ${query.breakdown ? 'materialized' : ''} (select *, row_number() over w as n, ${island} as island
      from deed window w as (partition by person order by ${inOrder})),
    ${best},
    attempt as (select b.*, ${query.breakdown ? 'o.part' : `'' as part`} from best b
      ${query.breakdown ? 'join o on o.person = b.person and o.n = b.start' : ''})`;
}

interface Around {
  /** Whether an attempt may begin with a row. */
  readonly begins: string;
  /** The interval that an attempt may take. */
  readonly window: string;
}

function bestInOrder({ steps, order, exclusions }: FunnelQuery, { begins, window }: Around): string {
  const before =
    order === 'strict'
      ? (column: string) => `lag(${column}) over w`
      : (column: string) => `max(${column}) over (w rows between unbounded preceding and 1 preceding)`;
  const last = exclusions.length > 0 ? ', max(case when x then n end) over w as last_x' : '';
  const levels = [
    `c0 as (select *${last}, case when s0 and ${begins} then n end as n0, case when s0 and ${begins} then t end as t0 from o
      window w as (partition by person order by ${inOrder}))`,
  ];
  for (let step = 1; step < steps.length; step += 1) {
    const isReached = `s${step} and t - from_t <= ${window}${last && ' and from_n >= coalesce(last_x, 0)'}`;
    levels.push(`c${step} as (select *, case when ${isReached} then from_n end as n${step}, case when ${isReached} then from_t end as t${step}
      from (select ${carried(step, steps.length, last !== '')}, ${before(`n${step - 1}`)} as from_n, ${before(`t${step - 1}`)} as from_t from c${step - 1}
        window w as (partition by person order by ${inOrder})) p)`);
  }
  const ways = steps
    .slice(1)
    .map((_, index) => index + 1)
    .map(
      (step) =>
        `max((n${step} << ${bits}) | (${mask} - floor(extract(epoch from t - t${step}) * 1000)::bigint)) as b${step}`,
    );
  const reached = steps.map((_, step) => `(b${step} is not null)::int`);
  const start = steps
    .map((_, step) => step)
    .toReversed()
    .map((step) => (step === 0 ? 'b0' : `b${step} >> ${bits}`));
  const ms = steps.slice(1).map((_, index) => `${mask} - (b${index + 1} & ${mask}) as ms${index + 1}`);
  return `${levels.join(',\n    ')},
    best as (select person, ${reached.join(' + ')} as level, coalesce(${start.join(', ')}) as start, ${ms.join(', ')}
      from (select person, max(n0) as b0, ${ways.join(', ')} from c${steps.length - 1} group by person) b where b0 is not null)`;
}

/** What later steps still need, so that rows do not grow with every step. */
function carried(step: number, steps: number, isExcluding: boolean): string {
  const done = Array.from({ length: step - 1 }, (_, index) => `n${index + 1}, t${index + 1}`);
  const left = Array.from({ length: steps - step }, (_, index) => `s${step + index}`);
  return ['person, t, received_at, id, n, n0', ...done, ...(isExcluding ? ['last_x'] : []), ...left].join(', ');
}

/**
 * How many steps the events from a row on fill, each event one. Steps of different events fill independently of each other; of steps of the
 * same event, as many as Hall's theorem says: for every choice of them, what is left and what fits the choice.
 */
function bestInAnyOrder({ steps, exclusions }: FunnelQuery, { begins, window }: Around): string {
  const anything = steps.some(({ name }) => name === null);
  const alike = [...Map.groupBy(steps.keys(), (step) => (anything ? null : (steps[step]?.name ?? null))).values()];
  const filled = alike.map(
    (group) =>
      `least(${choices(group)
        .map((choice) => fitting(group, choice))
        .join(', ')})`,
  );
  const isStep = steps.map((_, step) => `s${step}`).join(' or ');
  const empty = steps.slice(1).map((_, index) => `null::bigint as ms${index + 1}`);
  return `begun as (select person, n, case when (${isStep}) and ${begins} then ${filled.join(' + ')} end as level
      from o window f as (partition by person${exclusions.length > 0 ? ', island' : ''} order by t range between current row and ${window} following)),
    best as (select person, (b >> ${bits})::int as level, b & ${mask} as start, ${empty.join(', ')}
      from (select person, max((level << ${bits}) | n) as b from begun group by person) b where b is not null)`;
}

/** All choices of some of these, the empty one included. */
function choices(of: readonly number[]): number[][] {
  return of.reduce<number[][]>((all, step) => [...all, ...all.map((choice) => [...choice, step])], [[]]);
}

function fitting(group: readonly number[], choice: readonly number[]): string {
  if (choice.length === 0) return String(group.length);
  const left = group.length - choice.length;
  return `${left} + count(*) filter (where ${choice.map((step) => `s${step}`).join(' or ')}) over f`;
}

function anyOf(events: readonly ChosenEvent[], values: Values): string {
  return events.length > 0 ? events.map((event) => isChosen(event, values)).join(' or ') : 'false';
}

export function funnelSql(query: FunnelQuery, span: Span, values: Values): string {
  const levels = query.steps.map((_, index) => `count(*) filter (where level = ${index + 1})::int`);
  const medians = query.steps
    .slice(1)
    .map(
      (_, index) =>
        `percentile_disc(0.5) within group (order by ms${index + 1}) filter (where ms${index + 1} is not null)`,
    );
  const answer = `array[${levels.join(', ')}] as people, array[null, ${medians.join(', ')}]::float8[] as ms`;
  if (!query.breakdown) return `with ${attempts(query, span, values)} select '' as part, ${answer} from attempt`;
  const most = values.put(query.breakdown.most, 'int');
  return `with ${attempts(query, span, values)}, ${ranking(most)}
    select coalesce(shown, '') as part, ${answer} from parted group by grouping sets ((shown, rank), ())
    order by rank nulls first`;
}

/** The parts with most people, and the others together, as `shown`. */
export function ranking(most: string): string {
  return `place as (select part, row_number() over (order by count(*) desc, part collate "C") as place from attempt group by part),
    parted as (select a.*, case when place <= ${most} then part else 'o' end as shown, least(place, ${most} + 1) as rank
      from attempt a join place using (part))`;
}
