import { contentNames, type NotificationView } from '@engagex/domain/notifications';
import { Circle, CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import { cn } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { useMark } from '../unread.ts';

interface NotificationItemProps {
  readonly notification: NotificationView;
  /** Called when its object was opened. */
  readonly onOpen?: () => void;
}

/** One notification: what happened, when, the way to its object, and whether it was read. */
export function NotificationItem({ notification, onOpen }: NotificationItemProps) {
  const { id, title, text, path, contentType, createdAt, readAt } = notification;
  const mark = useMark();
  const isRead = mark.isPending ? mark.variables.isRead : readAt !== null;
  const words = (
    <>
      <span className={cn('block wrap-anywhere', !isRead && 'font-semibold')}>
        {!isRead && <span className="sr-only">Unread: </span>}
        {title}
      </span>
      {text && <span className="line-clamp-2 block text-sm wrap-anywhere text-muted">{text}</span>}
    </>
  );
  function open() {
    if (!isRead) mark.mutate({ id, isRead: true });
    onOpen?.();
  }
  return (
    <li className="flex items-start gap-2 border-b border-line px-3 py-2.5 last:border-b-0 hover:bg-hover">
      <span
        aria-hidden
        className={cn('mt-1.5 size-2 shrink-0 rounded-full', isRead ? 'bg-transparent' : 'bg-accent-solid')}
      />
      <div className="min-w-0 flex-1">
        {path ? (
          <Link href={path} onClick={open} className="block rounded-sm">
            {words}
          </Link>
        ) : (
          words
        )}
        <p className="mt-0.5 text-xs text-muted">
          <Time value={createdAt} />
          {!path && ` · This ${contentNames[contentType]} was deleted.`}
        </p>
      </div>
      <IconButton
        label={isRead ? `Mark as unread: ${title}` : `Mark as read: ${title}`}
        icon={isRead ? Circle : CircleCheck}
        onClick={() => mark.mutate({ id, isRead: !isRead })}
      />
    </li>
  );
}
