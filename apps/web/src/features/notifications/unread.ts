import { notificationsRoutes, type UnreadView } from '@engagex/domain/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { notifyFailure } from '../../ui/toast.tsx';

/** Of two answers the one with the higher version is newer, whichever arrived last. */
export function newerOf(before: UnreadView | undefined, after: UnreadView): UnreadView {
  return before && before.version > after.version ? before : after;
}

function unreadQuery() {
  return {
    ...routeQuery(notificationsRoutes.unread, {}),
    // Every answer, from a fetch or a change, passes here before it is kept.
    structuralSharing: (before: unknown, after: unknown) =>
      newerOf(before as UnreadView | undefined, after as UnreadView), // only the two answers come here
  };
}

/** How many are unread; 0 until it is known. */
export function useUnread(): number {
  return useQuery(unreadQuery()).data?.unread ?? 0;
}

/** Marks one as read or unread. The count follows at once. */
export function useMark() {
  const keep = useKeepUnread();
  return useRouteMutation(notificationsRoutes.mark, { onSuccess: keep, onError: notifyFailure('It was not marked') });
}

/** Marks everything up to a place as read: what arrived later was not seen and stays unread. */
export function useReadUpTo() {
  const keep = useKeepUnread();
  return useRouteMutation(notificationsRoutes.readUpTo, {
    onSuccess: keep,
    onError: notifyFailure('They were not marked as read'),
  });
}

function useKeepUnread() {
  const queries = useQueryClient();
  const { queryKey } = unreadQuery();
  return (unread: UnreadView) =>
    void queries.setQueryData(queryKey, (before: UnreadView | undefined) => newerOf(before, unread));
}
