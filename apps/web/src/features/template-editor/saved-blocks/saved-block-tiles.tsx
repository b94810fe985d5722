import { block } from '@engagex/domain/documents';
import { Puzzle } from 'lucide-react';
import { insertBlock } from '../state/actions.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { newId } from '../state/new-id.ts';
import { useSavedBlocks } from './use-saved-blocks.ts';

/** Saved blocks to insert: a click puts one below what is selected. */
export function SavedBlockTiles({ onInserted }: { onInserted: () => void }) {
  const store = useEditorStore();
  const { items } = useSavedBlocks();
  if (items.length === 0) return null;
  return (
    <section aria-label="Saved blocks" className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">Saved blocks</h3>
      <ul className="flex flex-col gap-1">
        {items.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => {
                insertBlock(
                  store,
                  block.parse({ id: newId(), type: 'saved', savedBlockId: id }),
                  store.state.selectedId,
                );
                onInserted();
              }}
              className="flex w-full cursor-pointer items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-2 text-left text-sm transition-colors hover:border-line-strong hover:bg-hover"
            >
              <Puzzle aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 wrap-anywhere">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
