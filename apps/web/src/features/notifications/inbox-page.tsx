import { type Category, categoryNames, notificationsRoutes } from '@engagex/domain/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { routePages } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { NotificationItem } from './components/notification-item.tsx';
import { useCategories } from './use-categories.ts';
import { useReadUpTo, useUnread } from './unread.ts';

const shows = [
  { value: 'all', label: 'All' },
  { value: 'unread', label: 'Unread' },
] as const;

/** Everything this person was notified of in this organization, newest first. */
export function InboxPage() {
  const [show, setShow] = useUrlState('show');
  const [named, setCategory] = useUrlState('category');
  const categories = useCategories();
  const category = categories.find((each): each is Category => each === named);
  const unread = useUnread();
  const query = useInfiniteQuery(
    routePages(notificationsRoutes.list, { show: show === 'unread' ? 'unread' : 'all', ...(category && { category }) }),
  );
  const readUpTo = useReadUpTo();
  const items = query.data ?? [];
  const [newest] = items;
  const isFiltered = show === 'unread' || category !== undefined;
  return (
    <Page>
      <PageHeader
        title="Inbox"
        state={unread === 0 ? 'Everything is read' : `${unread >= 100 ? 'More than 99' : unread} unread`}
        action={
          newest &&
          items.some(({ readAt }) => readAt === null) && (
            <Button
              icon={CheckCheck}
              loading={readUpTo.isPending}
              onClick={() => readUpTo.mutate({ upTo: newest.seq, ...(category && { category }) })}
            >
              Mark all as read
            </Button>
          )
        }
      />
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label="Show"
          className="w-32"
          options={shows}
          value={show === 'unread' ? 'unread' : 'all'}
          onChange={(value) => setShow(value === 'all' ? '' : value)}
        />
        <Select
          aria-label="Category"
          className="w-52"
          options={[
            { value: 'any', label: 'All categories' } as const,
            ...categories.map((each) => ({ value: each, label: categoryNames[each].name })),
          ]}
          value={category ?? 'any'}
          onChange={(value) => setCategory(value === 'any' ? '' : value)}
        />
      </div>
      {query.error && !query.data ? (
        <ErrorState
          error={query.error}
          what="Your notifications could not be loaded."
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <SkeletonLines label="Loading your notifications" lines={8} />
      ) : items.length === 0 ? (
        <EmptyState picture="envelope">
          {isFiltered
            ? 'No notification matches these filters.'
            : 'When something needs you, or something you started is done, it will be here.'}
        </EmptyState>
      ) : (
        <ul aria-label="Notifications" className="rounded-md border border-line bg-surface">
          {items.map((each) => (
            <NotificationItem key={each.id} notification={each} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </Page>
  );
}
