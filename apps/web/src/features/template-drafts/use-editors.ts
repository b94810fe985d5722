import { editorBeatMs, type TemplateEditor, templateEditorsRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../shared/http.ts';
import { routeQuery } from '../../shared/query.ts';
import { useSession } from '../../shared/session.ts';

const nobody: readonly TemplateEditor[] = [];

/**
 * Others who have this editor open. Whoever may write says every ten seconds that they are here, and is told who else is by
 * the same request; live updates tell at once of who comes and goes.
 */
export function useEditors(templateId: string, tab: string, canWrite: boolean): readonly TemplateEditor[] {
  const { user } = useSession();
  const { queryKey, queryFn } = routeQuery(templateEditorsRoutes.list, { id: templateId });
  const query = useQuery({
    queryKey,
    queryFn: canWrite ? () => request(templateEditorsRoutes.stay, { id: templateId, tab }) : queryFn,
    refetchInterval: editorBeatMs,
    retry: false,
  });
  useEffect(() => {
    if (!canWrite) return;
    const leave = () => {
      request(templateEditorsRoutes.leave, { id: templateId, tab }, { keepalive: true }).catch(() => {}); // it expires by itself
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [templateId, tab, canWrite]);
  return query.data?.editors.filter(({ userId }) => userId !== user.id) ?? nobody;
}
