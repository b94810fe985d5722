import { eventStagesRoutes } from '@engagex/domain/event-stages';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { FailedEvents } from './components/failed-events.tsx';
import { StagesCard } from './components/stages-card.tsx';

/** How far accepted events have come, and those that could not be processed. */
export function EventProcessingPage() {
  const stages = useQuery(routeQuery(eventStagesRoutes.list, {}));
  return (
    <Page wide>
      <PageHeader
        title="Event processing"
        trail={[
          { name: 'Contacts', href: '/contacts' },
          { name: 'People', href: '/people' },
        ]}
        state="Accepted events are stored first and then processed in stages. An event that fails in one stage is not lost."
      />
      {stages.error && !stages.data && (
        <ErrorState error={stages.error} what="The stages could not be loaded." onRetry={() => void stages.refetch()} />
      )}
      {stages.isPending && <SkeletonLines label="Loading the stages" lines={4} />}
      {stages.data && <StagesCard stages={stages.data.items} />}
      <FailedEvents stages={stages.data?.items ?? []} />
    </Page>
  );
}
