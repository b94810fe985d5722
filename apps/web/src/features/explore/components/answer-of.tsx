import type { ExploreAnswer, ExploreQuery } from '@engagex/domain/explore';
import { KeyRound, RotateCw } from 'lucide-react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatTime, zoneInWords } from '../../../shared/format.ts';
import { useCan } from '../../../shared/session.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { periodInWords } from '../explore-words.ts';
import { isWaiting, useAnswer, useIsSlow } from '../use-answer.ts';
import { useHasNoEvents } from '../use-event-names.ts';
import { Answer } from './answer.tsx';

/** The answer to a query: while it is awaited, when it fails, when there is nothing to show. */
export function AnswerOf({ query }: { query: ExploreQuery }) {
  const { data, error, failureReason, isFetching, isPlaceholderData, refetch } = useAnswer(query);
  const isSlow = useIsSlow(isFetching);
  if (error && !data)
    return (
      <ErrorState
        error={error}
        what="This could not be answered."
        safe="Your question is kept."
        onRetry={() => void refetch()}
      />
    );
  return (
    <div className="flex min-w-0 flex-col gap-4" aria-busy={isFetching || undefined}>
      {error && data && (
        <Notice meaning="warning" title={`This answer is as of ${formatTime(data.asOf)}.`}>
          It could not be refreshed: {messageOf(error)}
        </Notice>
      )}
      {isFetching && isWaiting(failureReason) ? (
        <Notice meaning="info" title="Waiting for other questions to be answered.">
          <span role="status">Yours is asked again in a few seconds. You need not do anything.</span>
        </Notice>
      ) : (
        isSlow && (
          <Notice meaning="info" title="This takes longer than usual.">
            A shorter period is answered sooner.
          </Notice>
        )
      )}
      {data && isEmpty(data) && <Empty query={query} />}
      {data && !isEmpty(data) && (
        <div className={isPlaceholderData ? 'opacity-60 transition-opacity' : 'transition-opacity'}>
          <Answer query={query} answer={data} />
        </div>
      )}
      {!data && <Skeleton className="h-72" />}
      {data && (
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          As of {formatTime(data.asOf)}, days in {zoneInWords(data.timeZone)}
          <Button size="small" variant="ghost" icon={RotateCw} loading={isFetching} onClick={() => void refetch()}>
            Refresh
          </Button>
        </p>
      )}
    </div>
  );
}

/** Whether there is nothing in it to be shown. */
export function isEmpty(answer: ExploreAnswer): boolean {
  switch (answer.kind) {
    case 'series':
      return answer.lines.every(({ total, before }) => isNothing(total) && isNothing(before?.total ?? null));
    case 'funnel':
      return (answer.whole.people[0] ?? 0) === 0;
    case 'retention':
      return answer.cohorts.every(({ size }) => size === 0);
    case 'paths':
      return answer.nodes.length === 0;
    case 'top':
      return answer.items.length === 0;
  }
}

const isNothing = (amount: string | null) => amount === null || Number(amount) === 0;

function Empty({ query }: { query: ExploreQuery }) {
  const canSeeSources = useCan('api-keys:read');
  const hasNoEvents = useHasNoEvents();
  if (!hasNoEvents)
    return (
      <EmptyState picture="search">
        Nothing like this happened ({periodInWords(query.period).toLowerCase()}). Choose a longer period or another
        event.
      </EmptyState>
    );
  return (
    <EmptyState
      picture="key"
      action={
        canSeeSources && (
          <ButtonLink variant="primary" href="/settings/event-sources" icon={KeyRound}>
            Send your first event
          </ButtonLink>
        )
      }
    >
      Once your site or server sends events, charts of what people do will be here.
    </EmptyState>
  );
}
