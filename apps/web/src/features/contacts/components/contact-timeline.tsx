import { type AttributeDefinition, contactPageRoutes, type TimelineItem } from '@engagex/domain/contacts';
import { peopleRoutes } from '@engagex/domain/people';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import { routePages, routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { timelineWords } from './timeline-words.tsx';

interface ContactTimelineProps {
  readonly id: string;
  readonly definitions: readonly AttributeDefinition[];
}

/** What happened to and with a contact, newest first. */
export function ContactTimeline({ id, definitions }: ContactTimelineProps) {
  const query = useInfiniteQuery(routePages(contactPageRoutes.timeline, { id, limit: 25 }));
  return (
    <Card>
      <CardHeader title="Timeline" action={<JourneyLinks contactId={id} />} />
      <CardBody className="flex flex-col gap-4">
        {query.error && !query.data && (
          <ErrorState
            error={query.error}
            what="The timeline could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading the timeline" lines={4} />}
        {query.data && (
          <ol className="flex flex-col gap-3">
            {query.data.map((item) => (
              <Item key={item.key} item={item} definitions={definitions} />
            ))}
          </ol>
        )}
        {query.hasNextPage && (
          <div>
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show earlier
            </Button>
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Item({ item, definitions }: { item: TimelineItem; definitions: readonly AttributeDefinition[] }) {
  const { icon: Icon, words } = timelineWords(item, definitions);
  return (
    <li className="flex items-start gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 wrap-anywhere">{words}</div>
      <span className="shrink-0 text-sm text-muted">
        <Time value={item.at} />
      </span>
    </li>
  );
}

/** To what the people behind the contact did, beside all of this. */
function JourneyLinks({ contactId }: { contactId: string }) {
  const canSeePeople = useCan('people:read');
  const { data } = useQuery({ ...routeQuery(peopleRoutes.list, { contactId, limit: 5 }), enabled: canSeePeople });
  const people = data?.items.filter(({ kind }) => kind === 'known') ?? [];
  return (
    <div className="flex flex-wrap gap-2">
      {people.map(({ id, key }) => (
        <ButtonLink key={id} size="small" icon={Route} href={`/people/${id}/journey`}>
          {people.length === 1 ? 'Journey with events' : `Journey of ${key}`}
        </ButtonLink>
      ))}
    </div>
  );
}
