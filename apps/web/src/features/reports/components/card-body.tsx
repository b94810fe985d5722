import {
  type AskedByCard,
  type CardContent,
  type DashboardCard,
  dashboardLimits,
  headlineOf,
} from '@engagex/domain/reports';
import type { ExploreAnswer, ExploreQuery } from '@engagex/domain/explore';
import { ChartSpline, CloudAlert, RotateCw, Table2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { messageOf } from '../../../shared/api-error.ts';
import { formatTime } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { addressOf, AnswerChart, isEmpty, isWaiting, periodInWords, tableOf } from '../../explore/index.ts';
import { useCardAnswer } from '../use-card-answer.ts';
import { HeadlineNumber } from './headline-number.tsx';

interface CardBodyProps {
  readonly card: DashboardCard;
  readonly question: AskedByCard | null;
  readonly refreshSeconds: number | null;
  readonly onChange: ((content: CardContent) => void) | null;
}

export function CardBodyOf({ card: { content }, question, refreshSeconds, onChange }: CardBodyProps) {
  if (content.kind === 'text')
    return onChange ? (
      <Textarea
        aria-label="Text"
        className="flex-1 resize-none border-0 bg-transparent pt-10"
        maxLength={dashboardLimits.textLength}
        value={content.text}
        onChange={({ target: { value } }) => onChange({ kind: 'text', text: value })}
      />
    ) : (
      <p className="overflow-y-auto px-4 py-3 whitespace-pre-wrap wrap-anywhere">{content.text}</p>
    );
  if (!question)
    return (
      <p className={cn('px-4 py-3 text-muted', onChange && 'pr-12 lg:pr-28')}>
        This report was deleted. Remove the card.
      </p>
    );
  return (
    <AskingCard kind={content.kind} question={question} refreshSeconds={refreshSeconds} isEditing={onChange !== null} />
  );
}

interface AskingCardProps {
  readonly kind: 'chart' | 'number';
  readonly question: AskedByCard;
  readonly refreshSeconds: number | null;
  /** Leaves room for the handles. */
  readonly isEditing: boolean;
}

/** A card while its answer is awaited, when it fails, when it is old, and when there is nothing to show. */
function AskingCard({ kind, question: { name, query }, refreshSeconds, isEditing }: AskingCardProps) {
  const { data, error, failureReason, isFetching, refetch } = useCardAnswer(query, refreshSeconds);
  const [isTable, setIsTable] = useState(false);
  const hasTable = kind === 'chart' && !isEditing && data !== undefined && !isEmpty(data);
  return (
    <>
      <header
        className={cn(
          'flex items-start justify-between gap-2 px-4',
          kind === 'number' ? 'pt-2' : 'pt-3',
          isEditing && 'pr-12 lg:pr-28',
        )}
      >
        <h2 className="min-w-0 truncate text-sm">
          <Link href={addressOf(query)} className="font-medium hover:underline" title={name}>
            {name}
          </Link>
          <span className="text-muted"> · {periodInWords(query.period).toLowerCase()}</span>
        </h2>
        <span className="flex shrink-0 items-center gap-1">
          {isFetching && isWaiting(failureReason) && <span className="text-sm text-muted">Waiting its turn</span>}
          {error && data && (
            <span className="inline-flex items-center gap-1 text-sm text-warning" title={messageOf(error)}>
              <CloudAlert aria-hidden className="size-4" /> As of {formatTime(data.asOf)}
            </span>
          )}
          {hasTable && (
            <IconButton
              size="small"
              className="-mt-1"
              label={isTable ? `Show ${name} as a chart` : `Show ${name} as a table`}
              icon={isTable ? ChartSpline : Table2}
              onClick={() => setIsTable(!isTable)}
            />
          )}
        </span>
      </header>
      {!data && !error && <Skeleton className={kind === 'number' ? 'mx-4 mt-2 h-7' : 'm-4 h-48'} />}
      {!data && error && (
        <div role="alert" className="flex flex-1 flex-col items-start gap-2 overflow-y-auto px-4 py-2 text-sm">
          <p>{messageOf(error)}</p>
          <Button size="small" icon={RotateCw} onClick={() => void refetch()}>
            Retry
          </Button>
        </div>
      )}
      {data && <Answered kind={kind} answer={data} query={query} isTable={isTable} />}
    </>
  );
}

interface AnsweredProps {
  readonly kind: 'chart' | 'number';
  readonly answer: ExploreAnswer;
  readonly query: ExploreQuery;
  readonly isTable: boolean;
}

function Answered({ kind, answer, query, isTable }: AnsweredProps) {
  if (kind === 'number') return <HeadlineNumber headline={headlineOf(answer)} />;
  if (isEmpty(answer)) return <p className="m-auto px-4 py-3 text-sm text-muted">Nothing happened in this period.</p>;
  if (isTable) return <SmallTable answer={answer} query={query} />;
  return (
    <div className="min-h-0 flex-1 px-4 pt-2 pb-3">
      <AnswerChart answer={answer} fills />
    </div>
  );
}

function SmallTable({ answer, query }: { answer: ExploreAnswer; query: ExploreQuery }) {
  const { columns, rows } = tableOf(answer, query);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
    <div className="min-h-0 flex-1 overflow-auto px-4 py-2" tabIndex={0} role="region" aria-label="Table">
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr className="text-left text-muted">
            {columns.map((column, index) => (
              <th key={`${index} ${column}`} scope="col" className="pr-3 font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="border-t border-line">
              {row.map(({ text }, cell) => (
                <td key={cell} className="py-1 pr-3">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
