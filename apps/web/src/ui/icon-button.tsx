import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'icon' | 'children' | 'aria-label'> & {
  /** What it does, for screen readers and on hover. */
  label: string;
  icon: LucideIcon;
};

/** `<IconButton label="Delete group" icon={Trash2} onClick={…} />` */
export function IconButton({ label, variant = 'ghost', size = 'square', ...props }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button {...props} variant={variant} size={size} aria-label={label} />
    </Tooltip>
  );
}
