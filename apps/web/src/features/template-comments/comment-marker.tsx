import { MessageSquare } from 'lucide-react';
import { formatCount, formatNumber } from '../../shared/format.ts';
import { openThreads, useComments } from './comments-context.ts';

/** On a block: how many threads are open about it. Opens them. */
export function CommentMarker({ blockId }: { blockId: string }) {
  const comments = useComments();
  if (!comments) return null;
  const about = openThreads(comments.threads).filter((thread) => thread.blockId === blockId).length;
  if (about === 0) return null;
  const label = formatCount(about, 'open thread', 'open threads');
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => comments.show({ kind: 'block', blockId })}
      className="absolute -end-5 top-0 z-10 flex h-6 items-center gap-1 rounded-full border border-warning-line bg-warning-soft px-1.5 font-sans text-xs font-medium text-warning hover:border-warning pointer-coarse:h-9 pointer-coarse:px-2.5"
    >
      <MessageSquare aria-hidden className="size-3.5" />
      {formatNumber(about)}
    </button>
  );
}
