import type { NodePath } from '@engagex/domain/segments';
import { ArrowDown, ArrowUp, Copy, Ellipsis, Group, X } from 'lucide-react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import type { TreeEditor } from './tree-editor.ts';

/** What can be done with one condition or group. */
export function NodeMenu({ name, path, editor }: { name: string; path: NodePath; editor: TreeEditor }) {
  return (
    <Menu align="end" trigger={<IconButton data-node-menu label={`${name}: actions`} icon={Ellipsis} />}>
      <MenuItem icon={ArrowUp} disabled={!editor.canMove(path, 'up')} onSelect={() => editor.move(path, 'up')}>
        Move up <Keys keys="Alt+↑" />
      </MenuItem>
      <MenuItem icon={ArrowDown} disabled={!editor.canMove(path, 'down')} onSelect={() => editor.move(path, 'down')}>
        Move down <Keys keys="Alt+↓" />
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => editor.duplicate(path)}>
        Duplicate <Keys keys="Alt+Shift+↓" />
      </MenuItem>
      <MenuItem icon={Group} disabled={!editor.canWrap(path)} onSelect={() => editor.wrap(path)}>
        Put into a group
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={X} danger onSelect={() => editor.remove(path)}>
        Remove
      </MenuItem>
    </Menu>
  );
}

function Keys({ keys }: { keys: string }) {
  return (
    <span className="ml-auto hidden pl-4 sm:inline">
      <Kbd keys={keys} />
    </span>
  );
}
