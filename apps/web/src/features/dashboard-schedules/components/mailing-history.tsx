import { dashboardSchedulesRoutes, type MailingView } from '@engagex/domain/dashboard-schedules';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { mailingWords, mailWords, reasonWords } from '../schedule-words.ts';

const isOpen = ({ state }: MailingView) => state === 'pending' || state === 'mailing';

/** Each time it was due, newest first, and what became of every mail. */
export function MailingHistory({ scheduleId }: { scheduleId: string }) {
  const history = useInfiniteQuery({
    ...routePages(dashboardSchedulesRoutes.mailings, { id: scheduleId }),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isOpen)) ? 3_000 : false),
  });
  const items = history.data ?? [];
  if (history.error && !history.data)
    return (
      <ErrorState
        error={history.error}
        what="The history could not be loaded."
        onRetry={() => void history.refetch()}
      />
    );
  if (history.isPending) return <SkeletonLines label="Loading the history" lines={3} />;
  if (items.length === 0) return <p className="text-muted">Nothing has been sent yet.</p>;
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label="History" className="divide-y divide-line rounded-md border border-line">
        {items.map((mailing) => (
          <li key={mailing.id} className="px-3 py-2">
            <MailingLine mailing={mailing} detailed />
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          size="small"
          className="self-start"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </div>
  );
}

/** One time it was due; with `detailed`, everybody it was for. */
export function MailingLine({ mailing, detailed = false }: { mailing: MailingView; detailed?: boolean }) {
  const { dueAt, state, isRequested, isLate, problem, mails } = mailing;
  const [meaning, word] = lookOf(mailing);
  const unsent = mails.filter((mail) => mail.state === 'failed' || mail.state === 'unknown');
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge meaning={meaning}>{word}</Badge>
        <Time value={dueAt} as="date-time" />
        {isRequested && <span className="text-muted">on request</span>}
        {isLate && <span className="text-muted">late</span>}
        {state === 'missed' && <span className="text-muted">No worker was running. A later one was sent.</span>}
      </p>
      {problem && <p className="text-muted wrap-anywhere">{problem}</p>}
      {(detailed ? mails : unsent).length > 0 && (
        <ul className="text-muted">
          {(detailed ? mails : unsent).map((mail, index) => (
            <li key={index} className="wrap-anywhere">
              {mail.name ?? 'Somebody who is no longer a user'}: {mailWords[mail.state]}
              {mail.reason && `, ${reasonWords[mail.reason]}`}
              {mail.state === 'failed' && mail.response && ` (${mail.response})`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** "Sent" only where it was, to somebody. */
function lookOf({ state, mails }: MailingView) {
  if (state !== 'done') return mailingWords[state];
  if (mails.some((mail) => mail.state === 'failed')) return ['warning', 'Partly failed'] as const;
  if (!mails.some((mail) => mail.state === 'accepted' || mail.state === 'unknown'))
    return ['neutral', 'Sent to nobody'] as const;
  return mailingWords.done;
}
