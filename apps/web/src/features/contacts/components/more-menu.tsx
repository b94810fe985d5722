import { Ellipsis } from 'lucide-react';
import { useLocation } from 'wouter';
import { useAllowed, useProduct } from '../../../shared/product.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';

/** The pages that belong to contacts. */
export function MoreMenu() {
  const [, go] = useLocation();
  const links = useAllowed(useProduct().linksOf('/contacts'));
  return (
    <Menu align="end" trigger={<IconButton label="More about contacts" icon={Ellipsis} variant="secondary" />}>
      {links.map(({ name, href, icon }) => (
        <MenuItem key={href} icon={icon} onSelect={() => go(href)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
