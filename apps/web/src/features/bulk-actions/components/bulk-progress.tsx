import { type BulkActionView, bulkActionsRoutes } from '@engagex/domain/contacts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Meaning } from '../../../ui/meaning.ts';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

const statusLooks: Readonly<Record<BulkActionView['status'], { meaning: Meaning; word: string }>> = {
  queued: { meaning: 'info', word: 'Waiting' },
  running: { meaning: 'info', word: 'Running' },
  done: { meaning: 'good', word: 'Done' },
  failed: { meaning: 'danger', word: 'Failed' },
  cancelled: { meaning: 'neutral', word: 'Cancelled' },
};

/** One change of many contacts: progress while it lasts, then a result that adds up. */
export function BulkProgress({ action }: { action: BulkActionView }) {
  const { id, status, contacts, processed, changed, problem, createdAt, undoUntil } = action;
  const canWrite = useCan('contacts:write');
  const isOpen = status === 'queued' || status === 'running';
  const cancel = useRouteMutation(bulkActionsRoutes.cancel, {
    onError: notifyFailure('The bulk change was not cancelled'),
  });
  const undo = useRouteMutation(bulkActionsRoutes.undo, { onError: notifyFailure('The deletion was not undone') });
  const title = wordsFor(action);
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 font-medium wrap-anywhere">{title}</span>
        <Badge meaning={statusLooks[status].meaning}>{statusLooks[status].word}</Badge>
        <span className="text-sm text-muted">
          <Time value={createdAt} />
        </span>
        {canWrite && isOpen && (
          <Button
            size="small"
            aria-label={`Cancel: ${title}`}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ id })}
          >
            Cancel
          </Button>
        )}
        {canWrite && undoUntil && (
          <Button
            size="small"
            aria-label={`Undo: ${title}`}
            loading={undo.isPending}
            onClick={() => undo.mutate({ id })}
          >
            Undo
          </Button>
        )}
      </div>
      {isOpen ? (
        <ProgressBar label={title} value={processed} total={contacts} />
      ) : (
        <p className="text-sm text-muted">
          {formatNumber(contacts)} = {formatNumber(changed)} changed + {formatNumber(processed - changed)} unchanged
          {processed < contacts && ` + ${formatNumber(contacts - processed)} not reached`}
          {problem && `. ${problem}`}
        </p>
      )}
    </div>
  );
}

function wordsFor({ kind, contacts, groupName, attribute, value }: BulkActionView): string {
  const people = formatCount(contacts, 'contact');
  switch (kind) {
    case 'add_to_group':
      return `Add ${people} to “${groupName ?? ''}”`;
    case 'remove_from_group':
      return `Remove ${people} from “${groupName ?? ''}”`;
    case 'set_attribute':
      return value === null ? `Clear ${attribute} of ${people}` : `Set ${attribute} of ${people} to ${String(value)}`;
    case 'delete':
      return `Delete ${people}`;
    case 'restore':
      return `Restore ${people}`;
  }
}
