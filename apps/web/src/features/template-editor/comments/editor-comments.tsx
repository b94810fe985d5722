import { X } from 'lucide-react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { type CommentedBlocks, CommentsPanel, CommentsSheet, useComments } from '../../template-comments/index.ts';
import { labelOfBlock } from '../state/block-names.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';

/** Whether the panel is open, for what it takes the place of. */
export function useIsCommenting(): boolean {
  return (useComments()?.shown ?? null) !== null;
}

/** The comments beside the canvas. */
export function CommentsAside() {
  const comments = useComments();
  return (
    <aside aria-label="Comments" className="w-88 shrink-0 overflow-y-auto border-l border-line bg-surface">
      <div className="flex items-center justify-between border-b border-line py-1.5 pr-2 pl-3">
        <h2 className="font-semibold">Comments</h2>
        <IconButton
          label="Close comments"
          icon={X}
          size="small"
          className="px-1.5"
          onClick={() => comments?.show(null)}
        />
      </div>
      <div className="p-3">
        <CommentsPanel blocks={useBlocks()} />
      </div>
    </aside>
  );
}

/** The same over the canvas, where there is no room beside it. */
export function CommentsOver() {
  const blocks = useBlocks();
  const comments = useComments();
  const goTo = (id: string) => {
    comments?.show(null);
    blocks.goTo(id);
  };
  return <CommentsSheet blocks={{ ...blocks, goTo }} />;
}

function useBlocks(): CommentedBlocks {
  const store = useEditorStore();
  useEditorState(({ history }) => history.document); // names follow what is written
  return {
    nameOf: (id) => {
      const block = store.block(id);
      return block && labelOfBlock(block);
    },
    goTo: (id) => store.select(id, { focus: true }),
  };
}
