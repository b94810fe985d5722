import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';
import { iconOf, softOf, type Meaning } from './meaning.ts';

interface BadgeProps {
  readonly meaning: Meaning;
  /** Instead of the icon of the meaning. */
  readonly icon?: LucideIcon;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A state in an icon and a word: `<Badge meaning="good">Sent</Badge>` */
export function Badge({ meaning, icon, className, children }: BadgeProps) {
  const Icon = icon ?? iconOf[meaning];
  return (
    <span
      className={cn(
        'inline-flex h-5.5 items-center gap-1 rounded-full border px-2 text-xs font-medium whitespace-nowrap',
        softOf[meaning],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {children}
    </span>
  );
}
