import { templateCommentsRoutes } from '@engagex/domain/template-comments';
import { request } from '../../../shared/http.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import type { CommentedBlocks, Comments } from '../comments-context.ts';
import { CommentBox } from './comment-box.tsx';

interface NewThreadProps {
  readonly comments: Comments;
  readonly blockId: string | null;
  readonly blocks: CommentedBlocks | null;
}

/** The first comment of a thread. */
export function NewThread({ comments, blockId, blocks }: NewThreadProps) {
  const { templateId, show } = comments;
  const about = blockId === null ? 'the template' : (blocks?.nameOf(blockId) ?? 'a block that was deleted');
  return (
    <section aria-label="New comment" className="rounded-md border border-accent-line p-3">
      <CommentBox
        key={blockId}
        label={`Comment on ${about}`}
        sendLabel="Comment"
        place={`block ${blockId}`}
        comments={comments}
        isFocused
        onSend={async (comment) => {
          const { id } = await request(templateCommentsRoutes.create, { id: templateId, blockId, ...comment });
          await invalidateNoun('template-comments');
          show({ kind: 'comment', id });
        }}
        action={
          <Button size="small" variant="ghost" onClick={() => show({ kind: 'all' })}>
            Cancel
          </Button>
        }
      />
    </section>
  );
}
