import { notificationsRoutes } from '@engagex/domain/notifications';
import { useEffect, useRef } from 'react';
import { isLeader } from '../../shared/live.ts';
import { organizationInUrl } from '../../shared/organization.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';
import { browserNotifications, holdWhileVisible, isAnyTabVisible } from './browser-notifications.ts';

/** Shows the newest notification outside the page when there are more unread ones than before and nobody looks. */
export function useBrowserNotifications(unread: number): void {
  const before = useRef<number | null>(null);
  useEffect(holdWhileVisible, []);
  useEffect(() => {
    const isMore = before.current !== null && unread > before.current;
    before.current = unread;
    if (isMore && isLeader() && browserNotifications.state() === 'on') void showNewest();
  }, [unread]);
}

/** Of several tabs, the one that holds the connection shows it; the same notification replaces itself. */
async function showNewest(): Promise<void> {
  if (await isAnyTabVisible()) return;
  const { items } = await queryClient.fetchQuery({
    ...routeQuery(notificationsRoutes.list, { limit: 1, show: 'unread' }),
    staleTime: 0,
  });
  const settings = await queryClient.fetchQuery(routeQuery(notificationsRoutes.settings, {}));
  const [newest] = items;
  const isWanted = settings.choices.some(
    ({ category, channel, isOn }) => category === newest?.category && channel === 'browser' && isOn,
  );
  if (!newest || !isWanted) return;
  const shown = new Notification(newest.title, { body: newest.text, tag: newest.id });
  shown.addEventListener('click', () => {
    window.focus();
    location.assign(`/o/${organizationInUrl()}${newest.path ?? '/notifications'}`);
  });
}
