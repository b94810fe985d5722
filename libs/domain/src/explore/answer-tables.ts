import { type AnswerFormats, pointIn } from './answer-formats.ts';
import { eventName, groupInWords, measureInWords, nodeInWords } from './answer-words.ts';
import type { ExploreAnswer, ExploreQuery, ExploreSelectionInput } from './explore.contract.ts';
import type { FunnelAnswer } from './funnel.ts';
import type { PathsAnswer } from './paths.ts';
import type { RetentionAnswer } from './retention.ts';
import type { SeriesAnswer } from './series.ts';
import type { TopAnswer } from './top.ts';

export interface Cell {
  readonly text: string;
  /** What a file of the table says. */
  readonly value: string | number | null;
  /** The people behind it. */
  readonly of?: ExploreSelectionInput;
}

/** An answer in words and numbers: what the page shows below the chart, and what a file of it holds. */
export interface AnswerTable {
  readonly columns: readonly string[];
  /** How many columns at the beginning are words. */
  readonly names: number;
  /** The first cell names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

export function tableOf(answer: ExploreAnswer, query: ExploreQuery, write: AnswerFormats): AnswerTable {
  switch (answer.kind) {
    case 'series':
      return tableOfSeries(answer, write);
    case 'funnel':
      return tableOfFunnel(answer, write);
    case 'retention':
      return tableOfRetention(answer, write);
    case 'paths':
      return tableOfPaths(answer, write);
    case 'top':
      return tableOfTop(answer, query, write);
  }
}

const named = (text: string): Cell => ({ text, value: text });
const nothing: Cell = { text: '–', value: null };

/** Numbers of people lead to them, and none lead nowhere. */
function people(count: number, of: ExploreSelectionInput, write: AnswerFormats): Cell {
  return { text: write.number(count), value: count, ...(count > 0 && { of }) };
}

function amount(value: string | null, write: AnswerFormats): Cell {
  return value === null ? nothing : { text: write.number(Number(value)), value };
}

/** What a line is called: its event where there are several, its part where there is a breakdown. */
export function lineName(answer: SeriesAnswer, { event, name, group }: SeriesAnswer['lines'][number]): string {
  const isOneOfSeveral = answer.lines.some((line) => line.event !== event);
  const part = groupInWords(group);
  if (part === '') return eventName(name);
  return isOneOfSeveral ? `${eventName(name)}: ${part}` : part;
}

function tableOfSeries(answer: SeriesAnswer, write: AnswerFormats): AnswerTable {
  const { points, lines, interval, timeZone, before } = answer;
  const columns = lines.flatMap((line) => {
    const name = lineName(answer, line);
    return before ? [name, `${name}, period before`] : [name];
  });
  const cellsOf = (index: number) =>
    lines.flatMap(({ event, group, values, before: earlier }) => {
      const point = points[index];
      const value = amount(values[index] ?? null, write);
      const own = isSomething(value)
        ? { ...value, of: { kind: 'series', event, group, point: point?.from ?? null } as const }
        : value;
      return earlier ? [own, amount(earlier.values[index] ?? null, write)] : [own];
    });
  const totals = lines.flatMap(({ event, group, total, before: earlier }) => {
    const value = amount(total, write);
    const own = isSomething(value) ? { ...value, of: { kind: 'series', event, group, point: null } as const } : value;
    return earlier ? [own, amount(earlier.total, write)] : [own];
  });
  return {
    names: 1,
    columns: [interval === 'hour' ? 'Hour' : 'From', ...columns],
    rows: [
      [named('Whole period'), ...totals],
      ...points.map(({ from, isComplete }, index) => [
        named(`${pointIn(from, interval, timeZone, write)}${isComplete ? '' : ' (so far)'}`),
        ...cellsOf(index),
      ]),
    ],
  };
}

function isSomething({ value }: Cell): boolean {
  return value !== null && Number(value) !== 0;
}

function tableOfFunnel({ steps, whole, parts }: FunnelAnswer, write: AnswerFormats): AnswerTable {
  const shown = parts.length > 0 ? [whole, ...parts] : [whole];
  return {
    names: parts.length > 0 ? 2 : 1,
    columns: [
      'Step',
      ...(parts.length > 0 ? ['Part'] : []),
      'People',
      'Of the first step',
      'Of the step before',
      'Stopped here',
      'Median time',
    ],
    rows: shown.flatMap(({ group, people: counts, medianSeconds }) =>
      steps.map(({ name }, step) => {
        const reached = counts[step] ?? 0;
        const stopped = reached - (counts[step + 1] ?? 0);
        const seconds = medianSeconds[step];
        return [
          named(`${step + 1}. ${eventName(name)}`),
          ...(parts.length > 0 ? [named(groupInWords(group) || 'Everybody')] : []),
          people(reached, { kind: 'funnel', step, outcome: 'reached', group }, write),
          share(reached, counts[0] ?? 0, write),
          step === 0 ? nothing : share(reached, counts[step - 1] ?? 0, write),
          step === steps.length - 1
            ? nothing
            : people(stopped, { kind: 'funnel', step, outcome: 'stopped', group }, write),
          seconds === null || seconds === undefined ? nothing : { text: write.duration(seconds), value: seconds },
        ];
      }),
    ),
  };
}

function share(part: number, whole: number, write: AnswerFormats): Cell {
  return whole === 0 ? nothing : { text: write.share(part, whole), value: part / whole };
}

function tableOfRetention({ cohorts, mean, interval, timeZone }: RetentionAnswer, write: AnswerFormats): AnswerTable {
  const columns = mean.map((_, after) => (after === 0 ? `Same ${interval}` : `${interval} ${after}`));
  return {
    names: 1,
    columns: ['Began', 'People', ...columns.map((name) => name.charAt(0).toUpperCase() + name.slice(1))],
    rows: [
      [
        named('All, weighted'),
        { text: write.number(sum(cohorts.map(({ size }) => size))), value: sum(cohorts.map(({ size }) => size)) },
        ...mean.map(({ size, returned }) => share(returned, size, write)),
      ],
      ...cohorts.map(({ from, isComplete, size, returned }) => [
        named(`${pointIn(from, interval, timeZone, write)}${isComplete ? '' : ' (so far)'}`),
        people(size, { kind: 'retention', cohort: from }, write),
        ...mean.map((_, after) => {
          const count = returned[after];
          if (count === null || count === undefined || size === 0) return nothing;
          const of = { kind: 'retention', cohort: from, interval: after } as const;
          return { ...share(count, size, write), ...(count > 0 && { of }) };
        }),
      ]),
    ],
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function tableOfPaths({ nodes, links, direction }: PathsAnswer, write: AnswerFormats): AnswerTable {
  const place = (index: number) => (index === 0 ? 'Start' : `${direction === 'after' ? 'Then' : 'Before'} ${index}`);
  return {
    names: 3,
    columns: ['Place', 'Step', direction === 'after' ? 'Next step' : 'Step before', 'People'],
    rows: nodes.flatMap(({ people: all, ended, ...node }) => {
      const own = [named(place(node.place)), named(nodeInWords(node))];
      const next = links.filter(({ from }) => isSame(from, node));
      return [
        [...own, named('(all)'), people(all, { kind: 'paths', node }, write)],
        ...next.map(({ to, people: count }) => [
          ...own,
          named(nodeInWords(to)),
          people(count, { kind: 'paths', node, to }, write),
        ]),
        ...(ended > 0 ? [[...own, named('(path ends)'), { text: write.number(ended), value: ended }]] : []),
      ];
    }),
  };
}

interface Node {
  readonly place: number;
  readonly name: string | null;
  readonly value: string | null;
}

export function isSame(one: Node, other: Node): boolean {
  return one.place === other.place && one.name === other.name && one.value === other.value;
}

function tableOfTop({ items, other }: TopAnswer, query: ExploreQuery, write: AnswerFormats): AnswerTable {
  const measure = query.kind === 'top' ? query.measure : { kind: 'events' as const };
  const isCount = measure.kind === 'events';
  const rowOf = (name: string, measured: string | null, events: number, of: ExploreSelectionInput) => [
    named(name),
    { ...amount(measured, write), of },
    ...(isCount ? [] : [{ text: write.number(events), value: events }]),
  ];
  return {
    names: 1,
    columns: ['Value', measureInWords(measure), ...(isCount ? [] : ['Events'])],
    rows: [
      ...items.map(({ value, amount: measured, events }) =>
        rowOf(value ?? '(no value)', measured, events, { kind: 'top', group: { kind: 'value', value } }),
      ),
      ...(other
        ? [
            rowOf(`Other (${write.count(other.values, 'value')})`, other.amount, other.events, {
              kind: 'top',
              group: { kind: 'other' },
            }),
          ]
        : []),
    ],
  };
}
