import { Sheet } from '../../ui/sheet.tsx';
import { type CommentedBlocks, useComments } from './comments-context.ts';
import { CommentsPanel } from './comments-panel.tsx';

/** The same panel where there is no room beside what is edited. */
export function CommentsSheet({ blocks }: { blocks?: CommentedBlocks }) {
  const comments = useComments();
  if (!comments) return null;
  return (
    <Sheet
      open={comments.shown !== null}
      onOpenChange={(open) => {
        if (!open) comments.show(null);
      }}
      title="Comments"
    >
      <div className="p-4">
        <CommentsPanel blocks={blocks} />
      </div>
    </Sheet>
  );
}
