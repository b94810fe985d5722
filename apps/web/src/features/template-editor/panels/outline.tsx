import type { Block, EmailDocument } from '@engagex/domain/documents';
import { Columns2, type LucideIcon, RectangleVertical } from 'lucide-react';
import { type KeyboardEvent, memo, useDeferredValue, useEffect, useRef } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { DropLine } from '../canvas/drop-line.tsx';
import type { DropPlace } from '../dragging/drop.ts';
import { useDragSource, useDropTarget } from '../dragging/use-dragging.ts';
import { firstTextOf, move } from '../state/actions.ts';
import { blockNames, labelOfSection, textOfBlock } from '../state/block-names.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { useRemove } from '../state/use-remove.ts';

interface Row {
  readonly id: string;
  readonly kind: DropPlace['kind'];
  readonly level: number;
  readonly name: string;
  readonly words: string;
  readonly icon: LucideIcon;
  readonly block: Block | null;
}

/** The message as a tree, for the keyboard and for finding things: arrows go, Alt and arrows move, Enter edits. */
export const Outline = memo(function Outline() {
  const store = useEditorStore();
  const remove = useRemove();
  const document = useDeferredValue(useEditorState(({ history }) => history.document));
  const selectedId = useEditorState((state) => state.selectedId);
  const tree = useRef<HTMLUListElement>(null);
  const hasFocus = useRef(false);
  const rows = rowsOf(document);
  const current = rows.find(({ id }) => id === selectedId) ?? rows[0];

  // The row that was moved or selected by a key keeps the focus.
  useEffect(() => {
    if (hasFocus.current) tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  function onKeyDown(event: KeyboardEvent) {
    const focused = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
    const at = rows.findIndex(({ id }) => id === focused);
    const row = rows[at];
    if (!row || !run(event, row, at)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  function run({ key, altKey }: KeyboardEvent, { id, block }: Row, at: number): boolean {
    if (altKey && key === 'ArrowUp') return done(() => move(store, id, 'up'));
    if (altKey && key === 'ArrowDown') return done(() => move(store, id, 'down'));
    if (key === 'ArrowUp') return go(rows[at - 1]);
    if (key === 'ArrowDown') return go(rows[at + 1]);
    if (key === 'Home') return go(rows[0]);
    if (key === 'End') return go(rows.at(-1));
    if (key === 'Delete' || key === 'Backspace') return done(() => remove(id));
    if (key !== 'Enter') return false;
    hasFocus.current = false;
    const path = block ? firstTextOf(block) : null;
    return done(() => (path ? store.edit({ id, path }) : store.select(id, { focus: true })));
  }
  const done = (action: () => void): boolean => {
    action();
    return true;
  };
  const go = (row: Row | undefined) => done(() => row && store.select(row.id));

  if (rows.length === 0) return <p className="p-4 text-muted">Blocks will be listed here.</p>;
  return (
    <ul
      ref={tree}
      role="tree"
      aria-label="Outline"
      tabIndex={-1}
      className="flex flex-col p-2 outline-none"
      onKeyDown={onKeyDown}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={() => {
        hasFocus.current = false;
      }}
    >
      {rows.map((row) => (
        <OutlineRow key={row.id} row={row} isCurrent={row.id === current?.id} isSelected={row.id === selectedId} />
      ))}
    </ul>
  );
});

function OutlineRow({ row, isCurrent, isSelected }: { row: Row; isCurrent: boolean; isSelected: boolean }) {
  const store = useEditorStore();
  const { id, kind, level, name, words, icon: Icon } = row;
  const element = useRef<HTMLLIElement>(null);
  const edge = useDropTarget(element, { kind, id });
  useDragSource(element, { kind: kind === 'section' ? 'section' : 'block', id });
  return (
    <li
      ref={element}
      role="treeitem"
      data-row={id}
      aria-level={level}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => store.select(id)}
      // The keys are the tree's.
      onKeyDown={() => {}}
      style={{ paddingInlineStart: 8 + (level - 1) * 14 }}
      className={cn(
        'relative flex h-8 cursor-default items-center gap-2 rounded-sm pe-2 -outline-offset-2 hover:bg-hover pointer-coarse:h-11',
        isSelected && 'bg-accent-soft text-accent hover:bg-accent-soft',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate">
        {name} {words && <span className={cn('ms-0.5', !isSelected && 'text-muted')}>{words}</span>}
      </span>
      {edge && <DropLine edge={edge} />}
    </li>
  );
}

function rowsOf({ sections }: EmailDocument): Row[] {
  return sections.flatMap((section, at): Row[] => {
    const { id, columns } = section;
    const own: Row = {
      id,
      kind: 'section',
      level: 1,
      name: labelOfSection(section, at),
      words: '',
      icon: Columns2,
      block: null,
    };
    const isAlone = columns.length === 1;
    const inside = columns.flatMap((column, index): Row[] => {
      const blocks = column.blocks.map((block) => rowOf(block, isAlone ? 2 : 3));
      const isShown = !isAlone || blocks.length === 0;
      const name = isAlone ? 'Empty column' : `Column ${index + 1}`;
      const row: Row = {
        id: column.id,
        kind: 'column',
        level: 2,
        name,
        words: '',
        icon: RectangleVertical,
        block: null,
      };
      return isShown ? [row, ...blocks] : blocks;
    });
    return [own, ...inside];
  });
}

function rowOf(block: Block, level: number): Row {
  const { name, icon } = blockNames[block.type];
  return { id: block.id, kind: 'block', level, name, words: textOfBlock(block), icon, block };
}
