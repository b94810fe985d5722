import { cn } from './class-names.ts';

interface AvatarProps {
  readonly name: string;
  /** Its address; without one the first letter of the name stands there. */
  readonly picture: string | null;
  readonly className?: string;
}

/** A small picture beside the name it belongs to, which says the same: `<Avatar name={name} picture={logo} />` */
export function Avatar({ name, picture, className }: AvatarProps) {
  // Such pictures are drawn for a white background, whatever the theme.
  if (picture)
    return <img src={picture} alt="" className={cn('size-8 shrink-0 rounded-md bg-white object-contain', className)} />;
  return (
    <span
      aria-hidden
      className={cn(
        'flex size-8 shrink-0 items-center justify-center rounded-md bg-accent-solid font-semibold text-on-solid',
        className,
      )}
    >
      {Array.from(name.trim())[0]?.toUpperCase() ?? ''}
    </span>
  );
}
