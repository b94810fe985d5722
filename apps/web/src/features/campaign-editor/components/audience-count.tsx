import { type AudienceCount as Counted, campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatNumber, formatTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useSettled } from '../../../shared/settled.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { wordsForReason } from '../../deliveries/index.ts';

export type Chosen = Pick<CampaignView, 'groupIds' | 'segmentIds' | 'excludedGroupIds' | 'excludedSegmentIds'>;

/** How many people a draft would reach with what is chosen, and how that number comes about. */
export function AudienceCount({ id, chosen }: { id: string; chosen: Chosen }) {
  const settled = useSettled(chosen, 300);
  const isChosen = chosen.groupIds.length + chosen.segmentIds.length > 0;
  const query = useQuery({
    ...routeQuery(campaignsRoutes.countAudience, { id, ...settled }),
    enabled: isChosen && settled.groupIds.length + settled.segmentIds.length > 0,
    placeholderData: keepPreviousData,
  });
  const isOutdated = settled !== chosen || query.isFetching;
  return (
    <section
      aria-label="Who gets it"
      aria-busy={isChosen && isOutdated}
      className="rounded-md border border-line bg-subtle px-4 py-3"
    >
      {!isChosen && <p className="text-muted">Choose a group or segment to see how many people get this campaign.</p>}
      {isChosen && query.error && !isOutdated && (
        <Notice
          meaning="danger"
          action={
            <Button size="small" onClick={() => void query.refetch()}>
              Count again
            </Button>
          }
        >
          {messageOf(query.error)}
        </Notice>
      )}
      {isChosen && !query.data && (isOutdated || query.isPending) && <p className="text-muted">Counting…</p>}
      {isChosen && query.data && !(query.error && !isOutdated) && (
        <div className={cn('transition-opacity', isOutdated && 'opacity-50')}>
          <p aria-live="polite" className="font-semibold tabular-nums">
            {query.data.people === 0 ? 'Nobody' : formatCount(query.data.people, 'person', 'people')} would get it
          </p>
          <Sum counted={query.data} />
          <p className="mt-2 text-sm text-muted">
            {isOutdated
              ? 'Counting again…'
              : `Counted at ${formatTime(query.data.asOf)}. We count again when it is sent.`}
          </p>
        </div>
      )}
    </section>
  );
}

/** From everyone in the groups and segments, less each reason, to those who get it. */
function Sum({ counted: { included, excluded, people, skipped } }: { counted: Counted }) {
  const less = [
    ...(excluded > 0 ? [{ reason: 'excluded', words: 'Excluded by you', count: excluded }] : []),
    ...Object.entries(skipped).map(([reason, count]) => ({
      reason,
      words: `Skipped because ${wordsForReason(reason)}`,
      count,
    })),
  ];
  if (less.length === 0) return null;
  return (
    <dl className="mt-2 grid max-w-md grid-cols-[1fr_auto] gap-x-6 gap-y-0.5 text-sm">
      <dt className="text-muted">In the groups and segments, each person counted once</dt>
      <dd className="text-right tabular-nums">{formatNumber(included)}</dd>
      {less.map(({ reason, words, count }) => (
        <div key={reason} className="contents">
          <dt className="text-muted">{words}</dt>
          <dd className="text-right tabular-nums">−{formatNumber(count)}</dd>
        </div>
      ))}
      <dt className="border-t border-line pt-1 font-medium">Would get it</dt>
      <dd className="border-t border-line pt-1 text-right font-medium tabular-nums">{formatNumber(people)}</dd>
    </dl>
  );
}
