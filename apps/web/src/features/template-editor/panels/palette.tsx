import type { LucideIcon } from 'lucide-react';
import { memo, useRef } from 'react';
import type { Dragged } from '../dragging/drop.ts';
import { useDragSource } from '../dragging/use-dragging.ts';
import { insertBlock, insertSection } from '../state/actions.ts';
import { blockNames, sectionIcon } from '../state/block-names.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { insertable } from '../state/insertable.ts';
import { SavedBlockTiles } from '../saved-blocks/saved-block-tiles.tsx';
import { columnLayouts } from '../state/new-block.ts';

interface PaletteProps {
  /** What is edited is one column: no others, and no saved blocks. */
  readonly isColumn: boolean;
  readonly onInserted?: () => void;
}

/** Everything that can be inserted: a click puts it below what is selected, dragging puts it anywhere. */
export const Palette = memo(function Palette({ isColumn, onInserted }: PaletteProps) {
  const store = useEditorStore();
  const near = () => store.state.selectedId;
  return (
    <div className="flex flex-col gap-4 p-3">
      <div className="grid grid-cols-2 gap-2">
        {insertable.map((type) => (
          <Tile
            key={type}
            icon={blockNames[type].icon}
            name={blockNames[type].name}
            help={blockNames[type].help}
            dragged={{ kind: 'new-block', type }}
            onInsert={() => {
              insertBlock(store, type, near());
              onInserted?.();
            }}
          />
        ))}
      </div>
      {!isColumn && <SavedBlockTiles onInserted={() => onInserted?.()} />}
      {!isColumn && (
        <section aria-label="Columns" className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">Columns</h3>
          <div className="grid grid-cols-2 gap-2">
            {columnLayouts.map(({ name, widths }) => (
              <Tile
                key={name}
                icon={sectionIcon}
                name={name}
                help={name}
                widths={widths}
                dragged={{ kind: 'new-section', widths }}
                onInsert={() => {
                  insertSection(store, widths, near());
                  onInserted?.();
                }}
              />
            ))}
          </div>
        </section>
      )}
    </div>
  );
});

interface TileProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly help: string;
  readonly widths?: readonly number[];
  readonly dragged: Dragged;
  readonly onInsert: () => void;
}

function Tile({ icon: Icon, name, help, widths, dragged, onInsert }: TileProps) {
  const tile = useRef<HTMLButtonElement>(null);
  useDragSource(tile, dragged);
  return (
    <button
      ref={tile}
      type="button"
      title={help}
      onClick={onInsert}
      className="flex min-h-16 cursor-grab flex-col items-center justify-center gap-1.5 rounded-md border border-line bg-surface px-1 py-2 text-center text-sm transition-colors hover:border-line-strong hover:bg-hover"
    >
      {widths ? (
        <span aria-hidden className="flex h-5 w-12 gap-0.5">
          {widths.map((width, at) => (
            <span key={at} className="rounded-sm border border-line-strong bg-subtle" style={{ flexGrow: width }} />
          ))}
        </span>
      ) : (
        <Icon aria-hidden className="size-5 text-muted" />
      )}
      {name}
    </button>
  );
}
