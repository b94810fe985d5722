import type { CommentThread } from '@engagex/domain/template-comments';
import { createContext, use } from 'react';

/** What the panel shows: all threads, one comment of them, or a new thread about a block (null: the whole template). */
export type ShownComments =
  | { readonly kind: 'all' }
  | { readonly kind: 'comment'; readonly id: string }
  | { readonly kind: 'block'; readonly blockId: string }
  | { readonly kind: 'new'; readonly blockId: string | null };

export interface Comments {
  readonly templateId: string;
  readonly threads: readonly CommentThread[];
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly retry: () => void;
  /** Null while the panel is closed. */
  readonly shown: ShownComments | null;
  readonly show: (shown: ShownComments | null) => void;
  /** What was typed and not sent yet, by where it was. */
  readonly typed: Map<string, string>;
}

/** How the editor calls the blocks that comments are about; null for a block that was deleted. */
export interface CommentedBlocks {
  readonly nameOf: (blockId: string) => string | null;
  readonly goTo: (blockId: string) => void;
}

export const CommentsContext = createContext<Comments | null>(null);

/** The comments on the template that is open; null where there are none, as for saved blocks. */
export function useComments(): Comments | null {
  return use(CommentsContext);
}

export function openThreads(threads: readonly CommentThread[]): readonly CommentThread[] {
  return threads.filter(({ resolvedAt }) => resolvedAt === null);
}
