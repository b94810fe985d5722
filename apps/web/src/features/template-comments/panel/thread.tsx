import { type CommentThread, templateCommentsRoutes } from '@engagex/domain/template-comments';
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { request } from '../../../shared/http.ts';
import { invalidateNoun, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import type { CommentedBlocks, Comments } from '../comments-context.ts';
import { Comment } from './comment.tsx';
import { CommentBox } from './comment-box.tsx';

interface ThreadProps {
  readonly thread: CommentThread;
  readonly comments: Comments;
  readonly blocks: CommentedBlocks | null;
}

/** A comment with the answers to it. */
export function Thread({ thread, comments, blocks }: ThreadProps) {
  const { id, blockId, resolvedAt, resolvedBy } = thread;
  const { shown, templateId, typed } = comments;
  const canWrite = useCan('templates:write');
  const place = `thread ${id}`;
  const [isAnswering, setAnswering] = useState(() => typed.has(place));
  const reopen = useRouteMutation(templateCommentsRoutes.reopen, {
    onError: notifyFailure('The thread was not reopened'),
  });
  const resolve = useRouteMutation(templateCommentsRoutes.resolve, {
    onError: notifyFailure('The thread was not resolved'),
    onSuccess: () => notify('Thread resolved', { undo: () => reopen.mutate({ id }) }),
  });
  const isShown = shown?.kind === 'block' && shown.blockId === blockId;
  return (
    <article
      aria-label={`Thread on ${wordsFor(blockId, blocks)}`}
      className={cn('rounded-md border border-line p-3', isShown && 'border-accent-line')}
      ref={isShown ? intoView : undefined}
    >
      <div className="mb-2 flex items-center gap-2">
        <About blockId={blockId} blocks={blocks} />
        {canWrite && (
          <Button
            size="small"
            className="ml-auto"
            icon={resolvedAt ? RotateCcw : Check}
            loading={resolve.isPending || reopen.isPending}
            onClick={() => (resolvedAt ? reopen : resolve).mutate({ id })}
          >
            {resolvedAt ? 'Reopen' : 'Resolve'}
          </Button>
        )}
      </div>
      <ol className="flex flex-col gap-3">
        {thread.comments.map((comment) => (
          <Comment
            key={comment.id}
            comment={comment}
            comments={comments}
            isShown={shown?.kind === 'comment' && shown.id === comment.id}
          />
        ))}
      </ol>
      {resolvedAt && (
        <p className="mt-3 text-sm text-muted">
          Resolved by {resolvedBy?.name ?? 'a program'} <Time value={resolvedAt} />
        </p>
      )}
      {canWrite && (
        <div className="mt-3">
          {isAnswering ? (
            <CommentBox
              label="Reply"
              sendLabel="Reply"
              place={place}
              comments={comments}
              isFocused
              onSend={async (comment) => {
                await request(templateCommentsRoutes.create, { id: templateId, threadId: id, ...comment });
                await invalidateNoun('template-comments');
                setAnswering(false);
              }}
              action={
                <Button size="small" variant="ghost" onClick={() => setAnswering(false)}>
                  Cancel
                </Button>
              }
            />
          ) : (
            <Button size="small" variant="ghost" onClick={() => setAnswering(true)}>
              Reply
            </Button>
          )}
        </div>
      )}
    </article>
  );
}

function About({ blockId, blocks }: Pick<ThreadProps, 'blocks'> & { blockId: string | null }) {
  const name = blockId === null ? null : (blocks?.nameOf(blockId) ?? null);
  if (blockId === null || name === null || !blocks)
    return <span className="min-w-0 truncate text-sm text-muted">{capitalized(wordsFor(blockId, blocks))}</span>;
  return (
    <button
      type="button"
      onClick={() => blocks.goTo(blockId)}
      title="Go to the block"
      className="min-w-0 truncate rounded-sm text-start text-sm text-muted hover:text-ink hover:underline"
    >
      {name}
    </button>
  );
}

function wordsFor(blockId: string | null, blocks: CommentedBlocks | null): string {
  if (blockId === null) return 'the whole template';
  return blocks?.nameOf(blockId) ?? 'a block that was deleted';
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
