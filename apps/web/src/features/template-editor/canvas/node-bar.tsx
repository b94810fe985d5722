import {
  ArrowDown,
  ArrowUp,
  Copy,
  CopyPlus,
  CornerDownRight,
  Ellipsis,
  GripVertical,
  MessageSquarePlus,
  Plus,
  Puzzle,
  Trash2,
} from 'lucide-react';
import type { Block } from '@engagex/domain/documents';
import { type ReactNode, useRef, useState } from 'react';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { useComments } from '../../template-comments/index.ts';
import { copyNode } from '../clipboard/clipboard.ts';
import { useDragSource } from '../dragging/use-dragging.ts';
import { columnsFor, duplicateNode, move, moveToColumn, nameOf } from '../state/actions.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { useRemove } from '../state/use-remove.ts';
import { SaveBlockDialog } from '../saved-blocks/save-block-dialog.tsx';
import { InsertMenu } from './insert-menu.tsx';

interface NodeBarProps {
  readonly id: string;
  readonly kind: 'block' | 'section';
}

const buttonClass =
  'flex size-7 items-center justify-center rounded-sm text-on-solid hover:bg-accent-solid-hover pointer-coarse:size-10 [&_svg]:size-4';

/** What can be done to what is selected, above it. Each has a key and an entry in the menu as well. */
export function NodeBar({ id, kind }: NodeBarProps) {
  const store = useEditorStore();
  const remove = useRemove();
  const comments = useComments();
  const handle = useRef<HTMLSpanElement>(null);
  const [saved, setSaved] = useState<Block | null>(null);
  // The handle alone: in an element that can be dragged, Firefox puts no cursor into texts.
  useDragSource(handle, { kind, id }, nameOf(store, id));
  const what = kind === 'block' ? 'block' : 'section';
  return (
    <div className="absolute end-0 bottom-full z-20 flex rounded-t-md bg-accent-solid p-0.5 font-sans" dir="ltr">
      <span ref={handle} aria-hidden title="Drag to move" className={`${buttonClass} cursor-grab`}>
        <GripVertical />
      </span>
      <BarButton label={`Move ${what} up`} onClick={() => move(store, id, 'up')}>
        <ArrowUp aria-hidden />
      </BarButton>
      <BarButton label={`Move ${what} down`} onClick={() => move(store, id, 'down')}>
        <ArrowDown aria-hidden />
      </BarButton>
      <InsertMenu
        nearId={id}
        trigger={
          <button type="button" data-insert="" aria-label="Insert below" title="Insert below" className={buttonClass}>
            <Plus aria-hidden />
          </button>
        }
      />
      <BarButton label={`Delete ${what}`} onClick={() => remove(id)}>
        <Trash2 aria-hidden />
      </BarButton>
      <Menu
        align="end"
        trigger={
          <button type="button" aria-label={`More for this ${what}`} title="More" className={buttonClass}>
            <Ellipsis aria-hidden />
          </button>
        }
      >
        <MenuItem icon={CopyPlus} onSelect={() => duplicateNode(store, id)}>
          Duplicate
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => copyNode(store, id)}>
          Copy
        </MenuItem>
        {kind === 'block' && comments && (
          <MenuItem icon={MessageSquarePlus} onSelect={() => comments.show({ kind: 'new', blockId: id })}>
            Comment
          </MenuItem>
        )}
        {kind === 'block' && canBeSaved(store.block(id)) && (
          <MenuItem icon={Puzzle} onSelect={() => setSaved(store.block(id))}>
            Save for other templates
          </MenuItem>
        )}
        {kind === 'block' && columnsFor(store, id).length > 0 && <MenuSeparator />}
        {columnsFor(store, id).map((column) => (
          <MenuItem key={column.id} icon={CornerDownRight} onSelect={() => moveToColumn(store, id, column.id)}>
            Move to {column.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={Trash2} danger onSelect={() => remove(id)}>
          Delete
        </MenuItem>
      </Menu>
      <SaveBlockDialog block={saved} onClose={() => setSaved(null)} />
    </div>
  );
}

function canBeSaved(block: Block | null): boolean {
  return block !== null && block.type !== 'saved';
}

function BarButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick} className={buttonClass}>
      {children}
    </button>
  );
}
