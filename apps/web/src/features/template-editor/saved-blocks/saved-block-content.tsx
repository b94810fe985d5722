import type { BlockOf } from '@engagex/domain/documents';
import { SquarePen, Unlink } from 'lucide-react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { useEditorStore } from '../state/editor-context.ts';
import { detach } from './detach.ts';
import { useSavedBlock } from './use-saved-blocks.ts';

/** Which one it is, where it is edited, and how this template gets blocks of its own instead. */
export function SavedBlockContent({ block }: { block: BlockOf<'saved'> }) {
  const store = useEditorStore();
  const { savedBlock, isLoading } = useSavedBlock(block.savedBlockId);
  if (!savedBlock)
    return <p className="text-sm text-muted">{isLoading ? '\u00a0' : 'This saved block no longer exists.'}</p>;
  const { id, name, templates, published } = savedBlock;
  return (
    <>
      <div>
        <p className="font-medium wrap-anywhere">{name}</p>
        <p className="text-sm text-muted">
          {templates === 0
            ? 'No published template has it yet.'
            : `In ${templates === 1 ? 'one published template' : `${templates} published templates`}. They change when it is published.`}
        </p>
      </div>
      <ButtonLink icon={SquarePen} href={`/templates/saved-blocks/${id}`}>
        Edit the saved block
      </ButtonLink>
      <Button icon={Unlink} onClick={() => detach(store, block.id, published)}>
        Use a copy of its blocks
      </Button>
    </>
  );
}
