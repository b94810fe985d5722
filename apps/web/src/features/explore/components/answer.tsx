import type { ExploreAnswer, ExploreQuery, FunnelAnswer, TopAnswer } from '@engagex/domain/explore';
import { Download, Image } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { saveFile } from '../../../shared/files.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { csvOf, tableOf } from '../answer-tables.ts';
import { colourOf } from '../charts/colours.ts';
import { eventName, groupInWords, kindWords, periodInWords } from '../explore-words.ts';
import { pictureOf } from '../picture-of-chart.ts';
import { AnswerTable } from './answer-table.tsx';
import { Legend, legendOf } from './legend.tsx';

const SeriesChart = lazy(async () => ({ default: (await import('../charts/series-chart.tsx')).SeriesChart }));
const BarsChart = lazy(async () => ({ default: (await import('../charts/bars-chart.tsx')).BarsChart }));
const RetentionChart = lazy(async () => ({ default: (await import('../charts/retention-chart.tsx')).RetentionChart }));
const PathsChart = lazy(async () => ({ default: (await import('../charts/paths-chart.tsx')).PathsChart }));

export interface Answered {
  readonly query: ExploreQuery;
  readonly answer: ExploreAnswer;
}

/** An answer: its chart, the table that says the same, and files of both. */
export function Answer({ query, answer }: Answered) {
  const figure = useRef<HTMLElement>(null);
  const table = tableOf(answer, query);
  const title = `${kindWords[query.kind]}, ${periodInWords(query.period).toLowerCase()}`;
  const fileName = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  function saveTable() {
    saveFile(`${fileName}.csv`, new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }));
  }
  function savePicture() {
    const svg = figure.current?.querySelector('[data-drawing] svg');
    if (!(svg instanceof SVGSVGElement)) return notify('There is no chart to save');
    pictureOf(svg, { title, legend: legendOf(answer) }).then(
      (picture) => saveFile(`${fileName}.png`, picture),
      notifyFailure('The picture was not saved'),
    );
  }
  return (
    <section ref={figure} aria-label="Answer" className="flex flex-col gap-4">
      <AnswerChart answer={answer} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={Download} onClick={saveTable}>
          Save as CSV
        </Button>
        <Button size="small" icon={Image} onClick={savePicture}>
          Save as PNG
        </Button>
      </div>
      <AnswerTable query={query} table={table} />
    </section>
  );
}

/** The drawing alone, for the eyes; whoever shows it puts the table beside it. With `fills` it is as high as its place. */
export function AnswerChart({ answer, fills = false }: { answer: ExploreAnswer; fills?: boolean }) {
  return (
    <div className={cn('flex flex-col gap-2', fills && 'h-full min-h-0')}>
      <Legend entries={legendOf(answer)} />
      <div className={fills ? 'min-h-24 flex-1' : 'h-72'} aria-hidden data-drawing>
        <Suspense fallback={<Skeleton className="h-full" />}>{drawn(answer)}</Suspense>
      </div>
    </div>
  );
}

function drawn(answer: ExploreAnswer): ReactNode {
  switch (answer.kind) {
    case 'series':
      return <SeriesChart answer={answer} />;
    case 'funnel':
      return <BarsChart {...barsOfFunnel(answer)} />;
    case 'retention':
      return <RetentionChart answer={answer} />;
    case 'paths':
      return <PathsChart answer={answer} />;
    case 'top':
      return <BarsChart lying {...barsOfTop(answer)} />;
  }
}

function barsOfFunnel({ steps, whole, parts }: FunnelAnswer) {
  const shown = parts.length > 0 ? parts : [whole];
  return {
    rows: steps.map(({ name }, step) => ({
      name: `${step + 1}. ${eventName(name)}`,
      ...Object.fromEntries(shown.map(({ people }, part) => [`part ${part}`, people[step] ?? 0])),
    })),
    series: shown.map(({ group }, part) => ({
      key: `part ${part}`,
      name: groupInWords(group) || 'People',
      colour: colourOf(part),
    })),
  };
}

const barsShown = 10;

function barsOfTop({ items }: TopAnswer) {
  return {
    rows: items
      .slice(0, barsShown)
      .map(({ value, amount }) => ({ name: value ?? '(no value)', amount: Number(amount ?? 0) })),
    series: [{ key: 'amount', name: 'Measured', colour: colourOf(0) }],
  };
}
