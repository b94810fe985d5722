import { cn } from './class-names.ts';

interface OrganizationPictureProps {
  readonly name: string;
  /** Its address; without one the first letter of the name stands there. */
  readonly logo: string | null;
  readonly className?: string;
}

/** An organization's logo, small, beside its name, which says the same: `<OrganizationPicture name={name} logo={logo} />` */
export function OrganizationPicture({ name, logo, className }: OrganizationPictureProps) {
  // Logos are drawn for a white ground, whatever the theme.
  if (logo)
    return <img src={logo} alt="" className={cn('size-8 shrink-0 rounded-md bg-white object-contain', className)} />;
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
