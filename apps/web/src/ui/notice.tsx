import type { ReactNode } from 'react';
import { cn } from './class-names.ts';
import { iconOf, softOf, type Meaning } from './meaning.ts';

interface NoticeProps {
  readonly meaning: Meaning;
  readonly title?: string;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Something to know before going on; a danger is read out at once: `<Notice meaning="warning" title="2 contacts have no name">…</Notice>` */
export function Notice({ meaning, title, action, className, children }: NoticeProps) {
  const Icon = iconOf[meaning];
  return (
    <div
      role={meaning === 'danger' ? 'alert' : 'note'}
      className={cn('flex items-start gap-2 rounded-md border px-3 py-2', softOf[meaning], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
