import { bulkActionsRoutes } from '@engagex/domain/contacts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { BulkProgress } from './components/bulk-progress.tsx';

/** The changes of many contacts, those under way with their progress. */
export function BulkActionsPage() {
  const query = useInfiniteQuery(routePages(bulkActionsRoutes.list, { limit: 20 }));
  return (
    <Page>
      <PageHeader
        title="Bulk changes"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="Changes to many contacts at once, newest first"
      />
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The bulk changes could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading bulk changes" lines={5} />}
      {query.data?.length === 0 && (
        <EmptyState picture="people" action={<ButtonLink href="/contacts">Select contacts</ButtonLink>}>
          Changes to many contacts at once will be listed here with their results.
        </EmptyState>
      )}
      {query.data && query.data.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {query.data.map((action) => (
              <li key={action.id}>
                <BulkProgress action={action} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Page>
  );
}
