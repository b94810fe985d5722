import { Plus } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { insertBlock } from '../state/actions.ts';
import { useEditorStore } from '../state/editor-context.ts';

/** What a message without blocks begins with. */
export function EmptyCanvas() {
  const store = useEditorStore();
  return (
    <div role="row">
      <div
        role="gridcell"
        className="flex flex-col items-center gap-3 rounded-md border border-dashed border-line-strong bg-surface px-6 py-16 text-center font-sans text-ink"
      >
        <p className="font-medium">Your message is empty</p>
        <p className="text-muted">Choose a block on the left, drag one here, or start with a heading.</p>
        <Button icon={Plus} variant="primary" onClick={() => insertBlock(store, 'heading', null)}>
          Add a heading
        </Button>
      </div>
    </div>
  );
}
