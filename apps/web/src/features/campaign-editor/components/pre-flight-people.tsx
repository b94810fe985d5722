import { type PreFlightView, preFlightsRoutes } from '@engagex/domain/campaigns';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

interface PreFlightPeopleProps {
  readonly campaignId: string;
  readonly finding: PreFlightView['findings'][number];
  readonly onShowAs: (person: { readonly id: string; readonly name: string }) => void;
}

/** The people of one finding, each with the way to their message. */
export function PreFlightPeople({ campaignId, finding: { kind, detail }, onShowAs }: PreFlightPeopleProps) {
  const query = useInfiniteQuery(routePages(preFlightsRoutes.people, { id: campaignId, kind, detail, limit: 20 }));
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} what="The people could not be loaded." onRetry={() => void query.refetch()} />
    );
  if (!query.data) return <SkeletonLines label="Loading the people" lines={2} />;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      {query.data.map((person) => (
        <Button key={person.id} size="small" variant="ghost" onClick={() => onShowAs(person)}>
          {person.name}
        </Button>
      ))}
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}
