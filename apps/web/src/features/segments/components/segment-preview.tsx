import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

/** How many a tree means now, and a few of them. */
export function SegmentPreview({ tree, segmentId }: { tree: SegmentBranch; segmentId?: string | undefined }) {
  const input = { tree, segmentId };
  const count = useQuery({ ...routeQuery(segmentsRoutes.count, input), placeholderData: keepPreviousData });
  const sample = useQuery({ ...routeQuery(segmentsRoutes.sample, input), placeholderData: keepPreviousData });
  const error = count.error ?? sample.error;
  return (
    <Card aria-label="Who is in it">
      <CardHeader
        title={count.data ? formatCount(count.data.count, 'contact') : 'Who is in it'}
        state={
          count.data
            ? `${count.isFetching ? 'Counting again, as of' : 'As of'} ${formatTime(count.data.asOf)}`
            : '\u00a0'
        }
      />
      <CardBody>
        {error && <Notice meaning="danger">{messageOf(error)}</Notice>}
        {sample.isPending && !error && <SkeletonLines label="Loading a sample" lines={5} />}
        {sample.data?.items.length === 0 && <p className="text-muted">Nobody meets these conditions now.</p>}
        <ul className="flex flex-col gap-1">
          {sample.data?.items.map(({ id, email, firstName, lastName }) => (
            <li key={id} className="truncate">
              {email ?? 'No address'}{' '}
              <span className="text-muted">{[firstName, lastName].filter(Boolean).join(' ')}</span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
