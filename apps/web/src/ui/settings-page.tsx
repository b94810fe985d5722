import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useAllowed, useProduct } from '../shared/product.ts';
import { cn } from './class-names.ts';
import { Page, PageHeader } from './page.tsx';

/** The frame of the settings: one title, the pages this role may open, and the chosen one. */
export function SettingsPage({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const [path] = useLocation();
  const pages = useAllowed(useProduct().settings);
  const chosen = pages.find(({ href }) => href === path);
  return (
    <Page>
      <PageHeader title="Settings" tabTitle={chosen && `${chosen.name} · Settings`} action={action} />
      <nav aria-label="Settings" className="flex gap-1 overflow-x-auto border-b border-line">
        {pages.map(({ name, href }) => (
          <Link
            key={href}
            href={href}
            ref={path === href ? bringIntoView : undefined}
            aria-current={path === href ? 'page' : undefined}
            className={cn(
              'flex h-9 items-center border-b-2 px-2.5 font-medium whitespace-nowrap -outline-offset-2 pointer-coarse:h-11',
              path === href ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {name}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}

/** On a narrow screen the chosen page may be one that has to be scrolled to. */
function bringIntoView(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
