import { plain } from '@engagex/domain/documents';
import { useCallback } from 'react';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { uploadImage } from '../../images/index.ts';
import { insertBlock } from '../state/actions.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { newBlock } from '../state/new-block.ts';

/** Uploads pasted or dropped pictures, and puts each into the message below what is selected. */
export function usePastedFiles(): (files: readonly File[]) => void {
  const store = useEditorStore();
  return useCallback(
    (files) => {
      for (const file of files.filter(({ type }) => type.startsWith('image/'))) {
        notify('Uploading the picture');
        uploadImage(file)
          .then(({ url, alt }) => {
            const block = newBlock('image');
            if (block.type !== 'image') return;
            const picture = { from: 'web', url, dark: null } as const;
            insertBlock(store, { ...block, picture, alt: plain(alt) }, store.state.selectedId);
          })
          .catch(notifyFailure('The picture was not added'));
      }
    },
    [store],
  );
}
