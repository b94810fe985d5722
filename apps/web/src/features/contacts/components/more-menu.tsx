import { BellOff, ClipboardPen, Download, Ellipsis, History, ListChecks, Tags } from 'lucide-react';
import { useLocation } from 'wouter';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';

/** The pages that belong to contacts. */
export function MoreMenu() {
  const [, go] = useLocation();
  return (
    <Menu align="end" trigger={<IconButton label="More about contacts" icon={Ellipsis} variant="secondary" />}>
      <MenuItem icon={Tags} onSelect={() => go('/contacts/attributes')}>
        Attributes
      </MenuItem>
      <MenuItem icon={ListChecks} onSelect={() => go('/contacts/bulk')}>
        Bulk changes
      </MenuItem>
      <MenuItem icon={ClipboardPen} onSelect={() => go('/contacts/forms')}>
        Sign-up forms
      </MenuItem>
      <MenuItem icon={BellOff} onSelect={() => go('/contacts/suppressed')}>
        Suppressed addresses
      </MenuItem>
      <MenuItem icon={Download} onSelect={() => go('/contacts/exports')}>
        Exports
      </MenuItem>
      <MenuItem icon={History} onSelect={() => go('/contacts/imports')}>
        Imports
      </MenuItem>
    </Menu>
  );
}
