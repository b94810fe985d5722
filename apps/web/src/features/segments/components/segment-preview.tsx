import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

interface PreviewProps {
  readonly tree: SegmentBranch;
  /** Where in the editor the conditions are that are not complete and so not in `tree`. */
  readonly leftOut: readonly (readonly number[])[];
  readonly segmentId?: string | undefined;
}

/** How many a tree means now, and a few of them. */
export function SegmentPreview({ tree, leftOut, segmentId }: PreviewProps) {
  const input = { tree, segmentId };
  const count = useQuery({ ...routeQuery(segmentsRoutes.count, input), placeholderData: keepPreviousData });
  const sample = useQuery({ ...routeQuery(segmentsRoutes.sample, input), placeholderData: keepPreviousData });
  const error = count.error ?? sample.error;
  return (
    <Card aria-label="Matching contacts">
      <CardHeader
        title={count.data ? formatCount(count.data.count, 'contact') : 'Matching contacts'}
        state={
          count.data
            ? `${count.isFetching ? 'Counting again, as of' : 'As of'} ${formatTime(count.data.asOf)}`
            : '\u00a0'
        }
      />
      <CardBody>
        {leftOut.length > 0 && (
          <Notice meaning="warning" className="mb-3">
            {leftOutWords(leftOut)}
          </Notice>
        )}
        {error && <Notice meaning="danger">{messageOf(error)}</Notice>}
        {sample.isPending && !error && <SkeletonLines label="Loading a sample" lines={5} />}
        {sample.data?.items.length === 0 && <p className="text-muted">No contacts match these conditions.</p>}
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

function leftOutWords(paths: readonly (readonly number[])[]): string {
  const names = paths.map((path) => path.map((index) => index + 1).join('.'));
  return names.length === 1
    ? `Condition ${names[0]} is not complete, so it is not counted yet.`
    : `Conditions ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are not complete, so they are not counted yet.`;
}
