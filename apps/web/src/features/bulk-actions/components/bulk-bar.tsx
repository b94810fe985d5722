import {
  type AttributeDefinition,
  type BulkActionView,
  bulkActionsRoutes,
  type ContactFilter,
  maxBulkIds,
  undoDays,
} from '@engagex/domain/contacts';
import { Tag, Trash2, UserMinus, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { ExportButton } from '../../exports/index.ts';
import { AttributeBulkDialog } from './attribute-bulk-dialog.tsx';
import type { BulkStart } from './bulk-start.ts';
import { GroupBulkDialog } from './group-bulk-dialog.tsx';

interface BulkBarProps {
  readonly ids: readonly string[];
  readonly filter: ContactFilter;
  /** How many match the filter; undefined until it is known. */
  readonly total: number | undefined;
  readonly definitions: readonly AttributeDefinition[];
  readonly onStarted: (action: BulkActionView) => void;
  readonly onClear: () => void;
}

type Task = 'add_to_group' | 'remove_from_group' | 'set_attribute' | 'delete';

/** What can be done with the selected contacts, or with all that match. */
export function BulkBar({ ids, filter, total, definitions, onStarted, onClear }: BulkBarProps) {
  const [isAll, setAll] = useState(false);
  const [task, setTask] = useState<Task | null>(null);
  const start = useRouteMutation(bulkActionsRoutes.start, { touches: ['contacts', 'groups'] });
  const undo = useRouteMutation(bulkActionsRoutes.undo, {
    touches: ['contacts', 'groups'],
    onSuccess: onStarted,
    onError: notifyFailure('The deletion was not undone'),
  });
  const count = isAll ? (total ?? 0) : ids.length;
  const who: BulkStart['who'] = isAll ? { by: 'filter', filter } : { by: 'ids', ids: [...ids] };
  const begin = async (action: BulkStart['action']) => {
    const started = await start.mutateAsync({ action, who, ...(isAll && { expected: count }) });
    onStarted(started);
    onClear();
    const { id } = started;
    if (action.kind === 'delete')
      notify(`Deleting ${formatCount(started.contacts, 'contact')}`, { undo: () => undo.mutate({ id }) });
  };
  const tooMany = !isAll && ids.length > maxBulkIds;
  const people = formatCount(count, 'contact');
  const dialog = { people, begin, onOpenChange: () => setTask(null) };
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-20 flex flex-wrap items-center gap-2 rounded-md border border-line bg-raised p-2 pl-4 shadow-raised"
    >
      <span aria-live="polite" className="flex-1 font-medium md:flex-none">
        {tooMany ? `Select at most ${formatNumber(maxBulkIds)}, or all that match` : `${people} selected`}
      </span>
      <IconButton label="Clear the selection" icon={X} onClick={onClear} />
      {!isAll && total !== undefined && total > ids.length && (
        <Button variant="ghost" onClick={() => setAll(true)}>
          Select all {formatNumber(total)} that match
        </Button>
      )}
      <div className="grid w-full grid-cols-2 gap-2 md:flex md:w-auto md:flex-1 md:flex-wrap md:justify-end">
        <Button icon={UserPlus} disabled={tooMany} onClick={() => setTask('add_to_group')}>
          Add to group
        </Button>
        <Button icon={UserMinus} disabled={tooMany} onClick={() => setTask('remove_from_group')}>
          Remove from group
        </Button>
        {definitions.length > 0 && (
          <Button icon={Tag} disabled={tooMany} onClick={() => setTask('set_attribute')}>
            Set attribute
          </Button>
        )}
        <ExportButton filter={isAll ? filter : { contactIds: [...ids] }} />
        <Button icon={Trash2} disabled={tooMany} onClick={() => setTask('delete')}>
          Delete
        </Button>
      </div>
      <GroupBulkDialog {...dialog} kind="add_to_group" open={task === 'add_to_group'} />
      <GroupBulkDialog {...dialog} kind="remove_from_group" open={task === 'remove_from_group'} />
      <AttributeBulkDialog {...dialog} definitions={definitions} open={task === 'set_attribute'} />
      <ConfirmDialog
        open={task === 'delete'}
        onOpenChange={() => setTask(null)}
        title={`Delete ${people}?`}
        consequence={`They are removed from their groups and get no more campaigns. You can undo this under Bulk changes for ${undoDays} days.`}
        action={`Delete ${people}`}
        onConfirm={() => begin({ kind: 'delete' })}
      />
    </section>
  );
}
