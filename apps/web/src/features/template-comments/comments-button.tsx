import { MessageSquare } from 'lucide-react';
import { formatCount, formatNumber } from '../../shared/format.ts';
import { Button } from '../../ui/button.tsx';
import { openThreads, useComments } from './comments-context.ts';

/** Opens and closes the panel; says how many threads are open. */
export function CommentsButton() {
  const comments = useComments();
  if (!comments) return null;
  const { shown, show, threads } = comments;
  const open = openThreads(threads).length;
  const label = open === 0 ? 'Comments' : `Comments: ${formatCount(open, 'open thread', 'open threads')}`;
  return (
    <Button
      variant="ghost"
      icon={MessageSquare}
      aria-label={label}
      title={label}
      aria-pressed={shown !== null}
      className="px-2"
      onClick={() => show(shown ? null : { kind: 'all' })}
    >
      {open > 0 && formatNumber(open)}
    </Button>
  );
}
