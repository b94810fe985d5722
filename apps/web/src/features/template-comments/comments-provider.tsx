import { templateCommentsRoutes } from '@engagex/domain/template-comments';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { type Comments, CommentsContext, type ShownComments } from './comments-context.ts';

/** Reads the comments on a template, and opens the one that the address names: `#comment-…`. */
export function CommentsProvider({ templateId, children }: { templateId: string; children: ReactNode }) {
  const [shown, show] = useState<ShownComments | null>(inAddress);
  const [typed] = useState(() => new Map<string, string>());
  const { data, error, isPending, refetch } = useQuery(routeQuery(templateCommentsRoutes.list, { id: templateId }));
  useEffect(() => {
    const follow = () => show((before) => inAddress() ?? before);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const comments = useMemo<Comments>(
    () => ({
      templateId,
      threads: data?.threads ?? [],
      error: data ? null : error,
      isLoading: isPending,
      retry: () => void refetch(),
      shown,
      show: (next) => {
        if (next === null) forgetAddress();
        show(next);
      },
      typed,
    }),
    [templateId, data, error, isPending, refetch, shown, typed],
  );
  return <CommentsContext value={comments}>{children}</CommentsContext>;
}

/** For what is only a picture of blocks. */
export function WithoutComments({ children }: { children: ReactNode }) {
  return <CommentsContext value={null}>{children}</CommentsContext>;
}

function inAddress(): ShownComments | null {
  const [, id] = /^#comment-([0-9a-f-]{36})$/.exec(window.location.hash) ?? [];
  return id ? { kind: 'comment', id } : null;
}

/** A closed panel must not open again with the page. */
function forgetAddress(): void {
  const { pathname, search, hash } = window.location;
  if (hash.startsWith('#comment-')) window.history.replaceState(window.history.state, '', pathname + search);
}
