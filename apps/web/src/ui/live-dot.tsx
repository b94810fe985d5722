import { formatTime } from '../shared/format.ts';
import { useLive } from '../shared/live.ts';
import { cn } from './class-names.ts';

/** Whether the numbers beside it follow by themselves: "Live", or "as of 14:32". */
export function LiveDot() {
  const live = useLive();
  const isLive = live.status === 'connected';
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <span aria-hidden className={cn('size-2 rounded-full', isLive ? 'bg-good-solid' : 'border border-line-strong')} />
      {live.status === 'connected' && 'Live'}
      {live.status === 'connecting' && 'Connecting'}
      {live.status === 'disconnected' && `As of ${formatTime(live.since)}`}
    </span>
  );
}
