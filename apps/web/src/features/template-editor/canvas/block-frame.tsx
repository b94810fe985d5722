import { type Block, conditionInWords } from '@engagex/domain/documents';
import { Eye, Repeat2 } from 'lucide-react';
import { memo, useRef } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { useDropTarget } from '../dragging/use-dragging.ts';
import { CommentMarker } from '../../template-comments/index.ts';
import { variableWords } from '../rich-text/variable-words.ts';
import { labelOfBlock } from '../state/block-names.ts';
import { useEditorState } from '../state/editor-context.ts';
import { TranslationMark } from '../languages/translation-marks.tsx';
import { BlockView } from './block-views.tsx';
import { DropLine } from './drop-line.tsx';
import { NodeBar } from './node-bar.tsx';

/** A block with what can be done to it. Only its own selection draws it again. */
export const BlockFrame = memo(function BlockFrame({ block }: { block: Block }) {
  const { id } = block;
  const isSelected = useEditorState(({ selectedId }) => selectedId === id);
  const isEdited = useEditorState(({ text }) => text?.id === id);
  const isFirst = useEditorState(
    ({ selectedId, history }) => selectedId === null && firstBlockId(history.document.sections) === id,
  );
  const frame = useRef<HTMLDivElement>(null);
  const isTranslating = useEditorState(({ language }) => language !== null);
  const edge = useDropTarget(frame, { kind: 'block', id });
  return (
    <div
      ref={frame}
      role="gridcell"
      data-node={id}
      tabIndex={isSelected || isFirst ? 0 : -1}
      aria-label={labelOfBlock(block)}
      aria-selected={isSelected}
      className={cn(
        'relative outline-offset-2 outline-accent-solid hover:outline-1 hover:outline-solid focus-visible:outline-2',
        isSelected && 'z-10 outline-2 outline-solid hover:outline-2',
        isEdited && 'outline-accent-line',
      )}
    >
      <BlockView block={block} />
      {(block.condition || block.repeat) && <Remarks block={block} />}
      <CommentMarker blockId={id} />
      {isTranslating && <TranslationMark id={id} />}
      {isSelected && <NodeBar id={id} kind="block" />}
      {edge && <DropLine edge={edge} />}
    </div>
  );
});

/** Who sees it, and how often. */
function Remarks({ block: { condition, repeat } }: { block: Block }) {
  return (
    <div className="absolute start-0 bottom-full z-10 flex max-w-full gap-1 font-sans text-xs">
      {condition && (
        <span className="flex min-w-0 items-center gap-1 rounded-sm border border-info-line bg-info-soft px-1.5 py-0.5 text-info">
          <Eye aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{conditionInWords(condition, variableWords)}</span>
        </span>
      )}
      {repeat && (
        <span className="flex items-center gap-1 rounded-sm border border-info-line bg-info-soft px-1.5 py-0.5 text-info">
          <Repeat2 aria-hidden className="size-3.5" />
          {repeat.list}
        </span>
      )}
    </div>
  );
}

function firstBlockId(sections: readonly { columns: readonly { blocks: readonly Block[] }[] }[]): string | null {
  for (const { columns } of sections) for (const { blocks } of columns) if (blocks[0]) return blocks[0].id;
  return null;
}
