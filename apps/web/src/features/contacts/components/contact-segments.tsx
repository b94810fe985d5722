import type { contactsRoutes } from '@engagex/domain/contacts';
import { mostAskedOfContact, type SegmentsOfContact, segmentsRoutes } from '@engagex/domain/segments';
import type { OutputOf } from '@engagex/domain/shared';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount, formatTime } from '../../../shared/format.ts';
import { request } from '../../../shared/http.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

/** The segments somebody is in now. Give it a key: what it shows of one contact is nothing for the next. */
export function ContactSegments({ contact }: { contact: OutputOf<typeof contactsRoutes.get> }) {
  const { id } = contact;
  const query = useQuery({
    // Whoever changes is asked about again: fields, attributes and groups are all in the contact.
    queryKey: [...routeQuery(segmentsRoutes.ofContact, { id }).queryKey, contact],
    queryFn: ({ signal }) => request(segmentsRoutes.ofContact, { id }, { signal }),
    placeholderData: keepPreviousData,
  });
  const found = query.data;
  return (
    <Card aria-label="Segments">
      <CardHeader
        title="Segments"
        state={found && `${query.isFetching ? 'Updating, as of' : 'As of'} ${formatTime(found.asOf)}`}
      />
      <CardBody className="flex flex-col gap-3">
        {query.error && !found && (
          <ErrorState
            error={query.error}
            what="The segments could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading the segments" lines={2} />}
        {found && <Found {...found} />}
      </CardBody>
    </Card>
  );
}

function Found({ items, unanswered, isComplete }: SegmentsOfContact) {
  return (
    <>
      {items.length === 0 && <p className="text-muted">Not in any segment.</p>}
      {items.length > 0 && <Names of={items} />}
      {unanswered.length > 0 && (
        <Notice
          meaning="warning"
          title={`${formatCount(unanswered.length, 'segment')} could not be checked: fix the conditions`}
        >
          <Names of={unanswered} />
        </Notice>
      )}
      {!isComplete && (
        <p className="text-muted">Only the first {formatCount(mostAskedOfContact, 'segment')} by name were checked.</p>
      )}
    </>
  );
}

function Names({ of }: { of: SegmentsOfContact['items'] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {of.map(({ id, name }) => (
        <li key={id} className="min-w-0 wrap-anywhere">
          <Link href={`/segments/${id}`} className="underline">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
