import { lazy, Suspense } from 'react';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type CommentedBlocks, type Comments, useComments } from './comments-context.ts';

// Only for those who open it.
const Threads = lazy(async () => ({ default: (await import('./panel/threads.tsx')).Threads }));

interface CommentsPanelProps {
  /** Without: everything is about the template as a whole. */
  readonly blocks?: CommentedBlocks;
}

/** The threads of the template that is open; nothing while it is closed. */
export function CommentsPanel({ blocks }: CommentsPanelProps) {
  const comments = useComments();
  return comments?.shown ? <Loaded comments={comments} blocks={blocks} /> : null;
}

function Loaded({ comments, blocks }: CommentsPanelProps & { comments: Comments }) {
  return (
    <Suspense fallback={<SkeletonLines label="Loading the comments" lines={5} />}>
      <Threads comments={comments} blocks={blocks ?? null} />
    </Suspense>
  );
}
