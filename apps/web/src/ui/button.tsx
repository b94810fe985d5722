import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import { cn } from './class-names.ts';

const buttonClass = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent-solid text-on-solid enabled:hover:bg-accent-solid-hover [a&]:hover:bg-accent-solid-hover',
        secondary:
          'border-line bg-surface text-ink enabled:hover:bg-hover data-popup-open:bg-hover [a&]:hover:bg-hover',
        ghost:
          'border-transparent text-muted enabled:hover:bg-hover enabled:hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink [a&]:hover:bg-hover [a&]:hover:text-ink',
        danger:
          'border-transparent bg-danger-solid text-on-solid enabled:hover:bg-danger-solid-hover [a&]:hover:bg-danger-solid-hover',
      },
      size: {
        medium: 'h-8 px-3 pointer-coarse:h-11 pointer-coarse:px-4',
        small: 'h-7 px-2 text-sm pointer-coarse:h-10 pointer-coarse:px-3',
        square: 'size-8 pointer-coarse:size-11',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
);

type ButtonVariants = VariantProps<typeof buttonClass> & { icon?: LucideIcon; children?: ReactNode };

type ButtonProps = ButtonVariants &
  ComponentProps<'button'> & {
    /** Shows that the action runs and ignores further clicks; the focus stays where it is. */
    loading?: boolean;
  };

/** `<Button variant="primary" icon={Send} loading={launch.isPending} onClick={…}>Send to 9,812 people</Button>` */
export function Button({ variant, size, icon: Icon, loading = false, className, children, ...props }: ButtonProps) {
  function refuseWhileLoading(event: MouseEvent<HTMLButtonElement>) {
    if (loading) event.preventDefault();
    else props.onClick?.(event);
  }
  return (
    <button
      type="button"
      {...props}
      onClick={refuseWhileLoading}
      aria-busy={loading || undefined}
      className={cn(buttonClass({ variant, size }), loading && 'cursor-progress', className)}
    >
      {loading ? <LoaderCircle className="animate-spin" aria-hidden /> : Icon && <Icon aria-hidden />}
      {children}
    </button>
  );
}

type ButtonLinkProps = ButtonVariants & Omit<ComponentProps<'a'>, 'href'> & { href: string };

/** A link that looks like a button: `<ButtonLink variant="primary" href="/campaigns/new">New campaign</ButtonLink>` */
export function ButtonLink({ variant, size, icon: Icon, className, children, href, ...props }: ButtonLinkProps) {
  return (
    <Link {...props} href={href} className={cn(buttonClass({ variant, size }), className)}>
      {Icon && <Icon aria-hidden />}
      {children}
    </Link>
  );
}

/** The same for an address outside the application, which the browser loads again: a provider to sign in with. */
export function ProviderLink({ variant, size, icon: Icon, className, children, href, ...props }: ButtonLinkProps) {
  return (
    <a {...props} href={href} className={cn(buttonClass({ variant, size }), className)}>
      {Icon && <Icon aria-hidden />}
      {children}
    </a>
  );
}
