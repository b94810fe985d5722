import { operatorsRoutes } from '@engagex/domain/operators';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ActionItem } from './components/action-item.tsx';

/** What operators did with all organizations, the newest first. */
export function ActionsPage() {
  const query = useInfiniteQuery(routePages(operatorsRoutes.actions, {}));
  return (
    <Page>
      <PageHeader title="Operator log" state="What operators changed and noted, in all organizations" />
      {query.isPending && <SkeletonLines label="Loading the log" lines={6} />}
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The log could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.data?.length === 0 && (
        <EmptyState picture="search">
          Plans that operators assign, suspensions and notes will be listed here.
        </EmptyState>
      )}
      {query.data && query.data.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {query.data.map((action) => (
              <ActionItem key={action.id} action={action} isNamed />
            ))}
          </ul>
        </Card>
      )}
      {query.hasNextPage && (
        <div>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </Page>
  );
}
