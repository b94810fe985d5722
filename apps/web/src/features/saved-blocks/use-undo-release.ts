import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { useRouteMutation } from '../../shared/query.ts';
import { notify, notifyFailure } from '../../ui/toast.tsx';

/** Takes the last release of a saved block back in every template. */
export function useUndoRelease() {
  return useRouteMutation(savedBlocksRoutes.undo, {
    touches: ['templates', 'campaigns'],
    onSuccess: () => notify('The release was undone', { detail: 'Templates are as they were. The draft is kept.' }),
    onError: notifyFailure('The release was not undone'),
  });
}
