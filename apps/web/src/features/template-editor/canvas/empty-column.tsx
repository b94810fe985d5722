import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { useDropTarget } from '../dragging/use-dragging.ts';
import { useEditorState } from '../state/editor-context.ts';
import { InsertMenu } from './insert-menu.tsx';

/** Where the first block of a column goes. */
export function EmptyColumn({ id }: { id: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const isOver = useDropTarget(frame, { kind: 'column', id }) !== null;
  const isSelected = useEditorState(({ selectedId }) => selectedId === id);
  return (
    <div
      ref={frame}
      role="gridcell"
      data-node={id}
      tabIndex={isSelected ? 0 : -1}
      aria-label="Empty column"
      aria-selected={isSelected}
      className={cn(
        'flex min-h-20 items-center justify-center rounded-sm border border-dashed border-line-strong bg-surface/70 outline-accent-solid',
        (isOver || isSelected) && 'border-accent-solid outline-2',
      )}
    >
      <InsertMenu
        nearId={id}
        trigger={
          <button
            type="button"
            className="flex items-center gap-1 rounded-sm px-2 py-1 font-sans text-sm font-medium text-ink hover:bg-hover pointer-coarse:min-h-11"
          >
            <Plus aria-hidden className="size-4" />
            Add a block
          </button>
        }
      />
    </div>
  );
}
