import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { type SettingsGroup, settingsGroups } from '../shared/feature.ts';
import { type SettingsPlace, useAllowed, useProduct } from '../shared/product.ts';
import { cn } from './class-names.ts';
import { Page, PageHeader } from './page.tsx';

interface SettingsPageProps {
  readonly children: ReactNode;
  /** What of the chosen page is shown, for the tab of the browser. */
  readonly tabTitle?: string | undefined;
  readonly action?: ReactNode;
}

/** The frame of the settings: one title, the pages this role may open by group, and the chosen one. */
export function SettingsPage({ children, tabTitle, action }: SettingsPageProps) {
  const [path] = useLocation();
  const pages = useAllowed(useProduct().settings);
  const [chosen] = pages
    .filter(({ href }) => `${path}/`.startsWith(`${href}/`))
    .toSorted((one, other) => other.href.length - one.href.length);
  return (
    <Page>
      <PageHeader
        title="Settings"
        tabTitle={chosen && `${tabTitle ? `${tabTitle} · ` : ''}${chosen.name} · Settings`}
        action={action}
      />
      <div className="flex flex-col gap-5 lg:flex-row lg:gap-8">
        <nav aria-label="Settings" className="lg:w-48 lg:shrink-0">
          <details className="group rounded-md border border-line lg:hidden">
            <summary className="flex h-9 cursor-pointer list-none items-center justify-between gap-2 rounded-md px-3 font-medium hover:bg-hover pointer-coarse:h-11 [&::-webkit-details-marker]:hidden">
              {chosen ? `${settingsGroups[chosen.group]} › ${chosen.name}` : 'All settings'}
              <ChevronsUpDown aria-hidden className="size-4 text-muted" />
            </summary>
            <div className="border-t border-line p-3">
              <Groups pages={pages} chosen={chosen} />
            </div>
          </details>
          <div className="hidden lg:block">
            <Groups pages={pages} chosen={chosen} />
          </div>
        </nav>
        <div className="flex min-w-0 flex-1 flex-col gap-5">{children}</div>
      </div>
    </Page>
  );
}

interface GroupsProps {
  readonly pages: readonly SettingsPlace[];
  readonly chosen: SettingsPlace | undefined;
}

/** A group of which this role may open no page is left out. */
function Groups({ pages, chosen }: GroupsProps) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal are its key type
  const groups = (Object.keys(settingsGroups) as SettingsGroup[]).map((group) => ({
    group,
    own: pages.filter((page) => page.group === group),
  }));
  return (
    <ul className="flex flex-col gap-4">
      {groups
        .filter(({ own }) => own.length > 0)
        .map(({ group, own }) => (
          <li key={group}>
            <div aria-hidden className="px-2.5 pb-1 text-xs font-medium text-muted">
              {settingsGroups[group]}
            </div>
            <ul aria-label={settingsGroups[group]} className="flex flex-col gap-0.5">
              {own.map(({ name, href }) => (
                <li key={href}>
                  <Link
                    href={href}
                    aria-current={href === chosen?.href ? 'page' : undefined}
                    className={cn(
                      'flex h-8 items-center rounded-md px-2.5 font-medium pointer-coarse:h-11',
                      href === chosen?.href ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
                    )}
                  >
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
    </ul>
  );
}
