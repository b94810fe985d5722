import type { ReactElement } from 'react';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { insertBlock, insertSection } from '../state/actions.ts';
import { blockNames, sectionIcon } from '../state/block-names.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { columnLayouts } from '../state/new-block.ts';
import { insertable } from '../state/insertable.ts';

/** All kinds of blocks, to go below something. */
export function InsertMenu({ nearId, trigger }: { nearId: string | null; trigger: ReactElement }) {
  const store = useEditorStore();
  return (
    <Menu trigger={trigger} className="max-h-96">
      {insertable.map((type) => (
        <MenuItem key={type} icon={blockNames[type].icon} onSelect={() => insertBlock(store, type, nearId)}>
          {blockNames[type].name}
        </MenuItem>
      ))}
      <MenuSeparator />
      {columnLayouts.slice(1).map(({ name, widths }) => (
        <MenuItem key={name} icon={sectionIcon} onSelect={() => insertSection(store, widths, nearId)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
