import type { Column, Section } from '@engagex/domain/documents';
import { type CSSProperties, memo, useMemo, useRef } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { useDropTarget } from '../dragging/use-dragging.ts';
import { labelOfSection } from '../state/block-names.ts';
import { useEditorState } from '../state/editor-context.ts';
import { BlockFrame } from './block-frame.tsx';
import { DropLine } from './drop-line.tsx';
import { EmptyColumn } from './empty-column.tsx';
import { type Look, LookProvider, shade, useLook, variablesOf } from './look.ts';
import { sourceOf } from './mail-picture.tsx';
import { NodeBar } from './node-bar.tsx';

const gutter = 12; // as the message has between columns
const sideOnPhones = 20;

export const SectionView = memo(function SectionView({ section, index }: { section: Section; index: number }) {
  const around = useLook();
  const { style, columns, id } = section;
  const isSelected = useEditorState(({ selectedId }) => selectedId === id);
  const frame = useRef<HTMLDivElement>(null);
  const edge = useDropTarget(frame, { kind: 'section', id });
  const look = useMemo(
    () => ({ ...around, ground: around.paint.ground(style.background, 'surface') }),
    [around, style.background],
  );
  const isAlone = columns.length === 1;
  const own = style.padding.sides - (isAlone ? 0 : gutter);
  const phone = sideOnPhones - (isAlone ? 0 : gutter);
  const sides = Math.max(0, around.isPhone && style.padding.sides >= 24 ? phone : own);
  const isStacked = around.isPhone && style.onPhones !== 'side_by_side';
  const inOrder = isStacked && style.onPhones === 'last_on_top' ? columns.toReversed() : columns;
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  return (
    <div
      ref={frame}
      role="row"
      data-node={id}
      tabIndex={isSelected ? 0 : -1}
      aria-label={labelOfSection(section, index)}
      aria-selected={isSelected}
      className={cn(
        'group/section relative outline-offset-2 outline-accent-solid hover:outline hover:outline-dashed focus-visible:outline-2',
        isSelected && 'outline-2 outline-solid hover:outline-solid',
      )}
      style={{
        ...variablesOf(look),
        background: shade(look.ground, look),
        ...pictureBehind(section, look),
        borderRadius: style.corners,
        padding: `${style.padding.top}px ${sides}px ${style.padding.bottom}px`,
      }}
    >
      <LookProvider value={look}>
        <div
          className={cn('flex', isStacked && 'flex-col', style.columnsAt === 'middle' && !isStacked && 'items-center')}
        >
          {inOrder.map((column) => (
            <ColumnView
              key={column.id}
              column={column}
              share={isStacked ? 100 : (column.width / total) * 100}
              isAlone={isAlone}
            />
          ))}
        </div>
      </LookProvider>
      {isSelected && (
        <div role="gridcell">
          <NodeBar id={id} kind="section" />
        </div>
      )}
      {edge && <DropLine edge={edge} />}
    </div>
  );
});

const ColumnView = memo(function ColumnView({
  column,
  share,
  isAlone,
}: {
  column: Column;
  share: number;
  isAlone: boolean;
}) {
  return (
    <div className="min-w-0" style={{ width: `${share}%`, padding: isAlone ? undefined : `0 ${gutter}px` }}>
      {column.blocks.map((block) => (
        <BlockFrame key={block.id} block={block} />
      ))}
      {column.blocks.length === 0 && <EmptyColumn id={column.id} />}
    </div>
  );
});

/** The picture of a hero that wants it behind its words. */
function pictureBehind({ columns }: Section, look: Look): CSSProperties {
  for (const { blocks } of columns)
    for (const block of blocks) {
      if (block.type !== 'hero' || block.style.picture !== 'behind' || !block.picture) continue;
      if (block.picture.from === 'logo') continue;
      const source = sourceOf(block.picture, look);
      if (source) return { backgroundImage: `url("${source}")`, backgroundSize: 'cover', backgroundPosition: 'center' };
    }
  return {};
}
