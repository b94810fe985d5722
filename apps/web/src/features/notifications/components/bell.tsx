import { mostCounted, notificationsRoutes } from '@engagex/domain/notifications';
import { useQuery } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useLocation } from 'wouter';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { useReadUpTo, useUnread } from '../unread.ts';
import { useBrowserNotifications } from '../use-browser-notifications.ts';
import { NotificationItem } from './notification-item.tsx';

const latest = 8;

interface BellProps {
  readonly isCollapsed?: boolean;
  readonly side?: 'top' | 'bottom';
  /** Called when a page was chosen. */
  readonly onLeave?: (() => void) | undefined;
}

/** How many notifications are unread, on every page; opens the latest of them. */
export function Bell({ isCollapsed = true, side = 'top', onLeave }: BellProps) {
  const [isOpen, setOpen] = useState(false);
  const unread = useUnread();
  useBrowserNotifications(unread);
  const leave = () => {
    setOpen(false);
    onLeave?.();
  };
  return (
    <>
      <Popover
        title="Notifications"
        side={side}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<BellButton unread={unread} isCollapsed={isCollapsed} />}
      >
        {isOpen && <Latest onLeave={leave} />}
      </Popover>
      <span role="status" className="sr-only">
        {unread > 0 ? wordsForUnread(unread) : ''}
      </span>
    </>
  );
}

function wordsForUnread(unread: number): string {
  if (unread >= mostCounted) return `More than ${formatNumber(mostCounted - 1)} unread notifications`;
  return unread === 1 ? '1 unread notification' : `${formatNumber(unread)} unread notifications`;
}

type BellButtonProps = ComponentProps<'button'> & { unread: number; isCollapsed: boolean };

function BellButton({ unread, isCollapsed, className, ...props }: BellButtonProps) {
  const count = unread >= mostCounted ? `${mostCounted - 1}+` : formatNumber(unread);
  return (
    <button
      type="button"
      {...props}
      aria-label={unread === 0 ? 'Notifications' : `Notifications, ${wordsForUnread(unread)}`}
      className={cn(
        'relative flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 font-medium text-muted transition-colors hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink pointer-coarse:h-11',
        isCollapsed && 'w-8 justify-center px-0 pointer-coarse:w-11',
        className,
      )}
    >
      <BellIcon aria-hidden className="size-4 shrink-0" />
      {!isCollapsed && <span className="flex-1 text-left">Notifications</span>}
      {unread > 0 && (
        <span
          aria-hidden
          className={cn(
            'rounded-full bg-accent-solid px-1.5 text-xs leading-4.5 text-on-solid tabular-nums',
            isCollapsed && 'absolute -top-1 -right-1 px-1 text-[0.625rem] leading-4',
          )}
        >
          {count}
        </span>
      )}
    </button>
  );
}

function Latest({ onLeave }: { onLeave: () => void }) {
  const [, go] = useLocation();
  const query = useQuery(routeQuery(notificationsRoutes.list, { limit: latest }));
  const readUpTo = useReadUpTo();
  const items = query.data?.items ?? [];
  const [newest] = items;
  const hasUnread = items.some(({ readAt }) => readAt === null);
  const open = (path: string) => {
    go(path);
    onLeave();
  };
  return (
    <>
      <div className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-1.5 pl-3">
        <h2 className="font-semibold">Notifications</h2>
        {newest && hasUnread && (
          <Button
            variant="ghost"
            size="small"
            loading={readUpTo.isPending}
            onClick={() => readUpTo.mutate({ upTo: newest.seq })}
          >
            Mark all as read
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {query.error && !query.data ? (
          <div className="p-3">
            <ErrorState
              error={query.error}
              what="Your notifications could not be loaded."
              onRetry={() => void query.refetch()}
            />
          </div>
        ) : query.isPending ? (
          <div className="p-3">
            <SkeletonLines label="Loading your notifications" lines={4} />
          </div>
        ) : items.length === 0 ? (
          <p className="px-3 py-8 text-center text-muted">Nothing yet. What needs you, or is done, will be here.</p>
        ) : (
          <ul>
            {items.map((each) => (
              <NotificationItem key={each.id} notification={each} onOpen={onLeave} />
            ))}
          </ul>
        )}
      </div>
      <div className="flex justify-between gap-2 border-t border-line p-1.5">
        <Button variant="ghost" size="small" onClick={() => open('/notifications')}>
          Open inbox
        </Button>
        <Button variant="ghost" size="small" onClick={() => open('/settings/notifications')}>
          Settings
        </Button>
      </div>
    </>
  );
}
