import { type Conflict, type EmailDocument, emailDocument } from '@engagex/domain/documents';
import { useMemo } from 'react';
import { useIsNarrow } from '../../../shared/media.ts';
import { WithoutComments } from '../../template-comments/index.ts';
import { useBrand } from '../state/brand-context.ts';
import { EditorProvider } from '../state/editor-context.ts';
import { EditorStore } from '../state/editor-store.ts';
import { Canvas } from './canvas.tsx';

/** A part of a message as the message shows it, small, to be looked at only. Nothing for what has no look of its own. */
export function PartPicture({ part }: { part: Conflict['mine'] }) {
  const brand = useBrand();
  const isNarrow = useIsNarrow();
  const store = useMemo(() => {
    const document = documentOf(part);
    return document && new EditorStore(document);
  }, [part]);
  if (!store) return null;
  return (
    <div
      inert
      aria-hidden
      className="max-h-96 overflow-hidden rounded-sm border border-line [&_[role=rowgroup]]:py-2"
      style={{ zoom: 0.75 }}
    >
      <EditorProvider value={store}>
        <WithoutComments>
          <Canvas brand={brand} mode="light" width={isNarrow ? 'phone' : 'desktop'} />
        </WithoutComments>
      </EditorProvider>
    </div>
  );
}

function documentOf(part: Conflict['mine']): EmailDocument | null {
  if (part === null || typeof part === 'string') return null;
  if ('columns' in part) return emailDocument.parse({ version: 1, sections: [part] });
  const column = 'blocks' in part ? part : { id: 'column', blocks: [part] };
  return emailDocument.parse({ version: 1, sections: [{ id: 'section', columns: [column] }] });
}
