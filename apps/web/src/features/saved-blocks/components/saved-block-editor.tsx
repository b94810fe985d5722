import type { BrandKit } from '@engagex/domain/documents';
import type { SavedBlockView } from '@engagex/domain/saved-blocks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../../../shared/keys.ts';
import { DocumentEditor, DocumentPreview } from '../../template-editor/index.ts';
import { blocksOfDocument, documentOfBlocks } from '../document-of-blocks.ts';
import { useSavedBlockDraft } from '../use-saved-block-draft.ts';
import { SavedBlockHeader } from './saved-block-header.tsx';

/** @prop stored as it was when the page was opened; what is on the screen goes on from there. */
export function SavedBlockEditor({ stored, brand }: { stored: SavedBlockView; brand: BrandKit }) {
  const [, go] = useLocation();
  const [document, setDocument] = useState(() => documentOfBlocks(stored.blocks));
  const { state, change, save, overwrite } = useSavedBlockDraft(stored);
  useKeys({ 'mod+s': () => void save() });
  const publish = async () => {
    if (await save()) go(`/templates/saved-blocks/${stored.id}/publish`);
  };
  return (
    <DocumentEditor
      isColumn
      document={document}
      onChange={(next) => {
        setDocument(next);
        const blocks = blocksOfDocument(next);
        if (blocks.length > 0) change(blocks);
      }}
      brand={brand}
      header={
        <SavedBlockHeader
          stored={stored}
          state={blocksOfDocument(document).length === 0 ? { kind: 'empty' } : state}
          onPublish={publish}
          onOverwrite={overwrite}
        />
      }
      preview={<DocumentPreview subject="" preheader="" document={document} />}
    />
  );
}
