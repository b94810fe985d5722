import type { dashboardsRoutes, savedReportsRoutes } from '@engagex/domain/reports';
import { useRouteMutation } from '../../shared/query.ts';
import { notify, notifyFailure } from '../../ui/toast.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Deletes one with a way back: `const remove = useDelete('Report', savedReportsRoutes)` */
export function useDelete(
  what: 'Dashboard' | 'Report',
  routes: Pick<typeof dashboardsRoutes | typeof savedReportsRoutes, 'delete' | 'restore'>,
): (thing: Named, then?: () => void) => void {
  const restore = useRouteMutation(routes.restore, {
    onError: notifyFailure(`The ${what.toLowerCase()} was not restored`),
  });
  const remove = useRouteMutation(routes.delete, {
    onError: notifyFailure(`The ${what.toLowerCase()} was not deleted`),
  });
  return ({ id, name }, then) =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          notify(`${what} “${name}” deleted`, { undo: () => restore.mutate({ id }) });
          then?.();
        },
      },
    );
}
