import type { ReactNode } from 'react';
import { Picture, type PictureName } from './picture.tsx';

interface EmptyStateProps {
  readonly picture: PictureName;
  /** One sentence on what will be here. */
  readonly children: ReactNode;
  /** The one way to begin; absent for those who may not. */
  readonly action?: ReactNode;
}

/** `<EmptyState picture="people" action={<ButtonLink …>Import contacts</ButtonLink>}>The people you write to will be listed here.</EmptyState>` */
export function EmptyState({ picture, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-4 rounded-md border border-line bg-surface px-6 py-14 text-center">
      <Picture name={picture} />
      <p className="max-w-96 text-balance text-muted">{children}</p>
      {action}
    </div>
  );
}
