import { type AttributeDefinition, attributesRoutes } from '@engagex/domain/contacts';
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { typeWords } from '../attribute-words.ts';

interface AttributeRowProps {
  readonly attribute: AttributeDefinition;
  readonly index: number;
  readonly count: number;
  readonly onRename: () => void;
}

/** One attribute. Its two arrows move it by mouse, touch and keyboard alike, and say where it went. */
export function AttributeRow({ attribute: { id, name, label, type }, index, count, onRename }: AttributeRowProps) {
  const canWrite = useCan('contacts:write');
  const move = useRouteMutation(attributesRoutes.update, {
    onError: notifyFailure('The attribute was not moved'),
  });
  const to = (position: number) => move.mutate({ id, position });
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 px-4 py-2">
      <span className="font-medium wrap-anywhere">{label}</span>
      <span className="text-sm text-muted sm:row-span-2">{typeWords[type]}</span>
      {canWrite && (
        <div className="flex sm:row-span-2">
          <IconButton
            label={`Move ${label} up`}
            icon={ArrowUp}
            disabled={index === 0 || move.isPending}
            onClick={() => to(index - 1)}
          />
          <IconButton
            label={`Move ${label} down`}
            icon={ArrowDown}
            disabled={index === count - 1 || move.isPending}
            onClick={() => to(index + 1)}
          />
          <AttributeMenu id={id} label={label} onRename={onRename} />
        </div>
      )}
      <code className="col-span-full text-xs wrap-anywhere text-muted sm:col-span-1">{`{{ contact.attributes.${name} }}`}</code>
      <span className="sr-only" aria-live="polite">
        {move.isSuccess ? `${label} is number ${index + 1} of ${count}` : ''}
      </span>
    </li>
  );
}

function AttributeMenu({ id, label, onRename }: { id: string; label: string; onRename: () => void }) {
  const restore = useRouteMutation(attributesRoutes.restore, {
    onError: notifyFailure('The attribute was not restored'),
  });
  const remove = useRouteMutation(attributesRoutes.delete, {
    onError: notifyFailure('The attribute was not deleted'),
    onSuccess: () =>
      notify(`“${label}” deleted`, {
        detail: 'Contacts keep their values in case you restore it.',
        undo: () => restore.mutate({ id }),
      }),
  });
  return (
    <Menu align="end" trigger={<IconButton label={`Actions for ${label}`} icon={Ellipsis} />}>
      <MenuItem icon={Pencil} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => remove.mutate({ id })}>
        Delete
      </MenuItem>
    </Menu>
  );
}

export function DeletedAttributeRow({ attribute: { id, label, type } }: { attribute: AttributeDefinition }) {
  const restore = useRouteMutation(attributesRoutes.restore, {
    onSuccess: () => notify(`“${label}” restored`),
    onError: notifyFailure('The attribute was not restored'),
  });
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="text-sm text-muted">{typeWords[type]}</span>
      <Button
        size="small"
        aria-label={`Restore ${label}`}
        loading={restore.isPending}
        onClick={() => restore.mutate({ id })}
      >
        Restore
      </Button>
    </li>
  );
}
