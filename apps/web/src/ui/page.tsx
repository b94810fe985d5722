import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { cn } from './class-names.ts';

/** The room of a page: 1,200 px at most, or all of it for tables and editors. */
export function Page({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={cn('mx-auto flex w-full flex-col gap-5 px-4 py-5 md:px-8 md:py-7', !wide && 'max-w-300')}>
      {children}
    </div>
  );
}

interface PageHeaderProps {
  readonly title: string;
  /** Of the tab of the browser, where the title alone does not tell pages apart. */
  readonly tabTitle?: string | undefined;
  /** One line on how things stand: "48,211 contacts, 312 of them unsubscribed". */
  readonly state?: ReactNode;
  /** The primary action, and what belongs beside it. */
  readonly action?: ReactNode;
  /** The way back, for pages below the second level. */
  readonly trail?: readonly { readonly name: string; readonly href: string }[];
}

/** `<PageHeader title="Contacts" state="48,211 contacts" action={<ButtonLink variant="primary" …>Import contacts</ButtonLink>} />` */
export function PageHeader({ title, tabTitle = title, state, action, trail = [] }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <title>{`${tabTitle} · EngageX`}</title>
      <div className="min-w-0">
        {trail.length > 0 && <Breadcrumb trail={trail} />}
        <h1 className="text-xl font-semibold tracking-tight text-balance wrap-anywhere">{title}</h1>
        {state && <div className="mt-0.5 text-muted">{state}</div>}
      </div>
      {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </header>
  );
}

function Breadcrumb({ trail }: { trail: NonNullable<PageHeaderProps['trail']> }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1 flex flex-wrap items-center gap-1 text-sm text-muted">
      {trail.map(({ name, href }) => (
        <Fragment key={href}>
          <Link href={href} className="rounded-sm hover:text-ink hover:underline">
            {name}
          </Link>
          <ChevronRight aria-hidden className="size-3.5" />
        </Fragment>
      ))}
    </nav>
  );
}
