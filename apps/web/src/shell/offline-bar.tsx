import { CloudOff } from 'lucide-react';
import { formatTime } from '../shared/format.ts';
import { useLive } from '../shared/live.ts';
import { useIsOnline } from '../shared/media.ts';

/** A quiet line at the foot of the page while nothing new can arrive. Appears late, so that a short break goes unnoticed. */
export function OfflineBar() {
  const isOnline = useIsOnline();
  const live = useLive();
  const words = isOnline
    ? live.status === 'disconnected' && `Reconnecting. What you see is as of ${formatTime(live.since)}.`
    : 'You are offline. What you typed is kept, and you can save it when you are back online.';
  return (
    <output className="sticky bottom-0 z-30 block">
      {words && (
        <span className="flex animate-appear items-center justify-center gap-2 border-t border-line bg-raised px-4 py-2 text-sm text-muted [animation-delay:3s]">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {words}
        </span>
      )}
    </output>
  );
}
