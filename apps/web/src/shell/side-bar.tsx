import { PanelLeft, Search, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, type ComponentProps } from 'react';
import { Link, useLocation } from 'wouter';
import { cn } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useDestinations } from './navigation.ts';
import { OrganizationSwitcher } from './organization-switcher.tsx';
import { PersonMenu } from './person-menu.tsx';

// Needed a moment after the page, and it brings the contracts along.
const Bell = lazy(async () => ({ default: (await import('../features/notifications/index.ts')).Bell }));

interface SideBarProps {
  readonly isCollapsed?: boolean;
  /** Absent in the sheet, which is closed instead. */
  readonly onToggle?: () => void;
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  /** Called when a page was chosen. */
  readonly onLeave?: () => void;
}

/** The organization on top, where to go, and the person below. */
export function SideBar({ isCollapsed = false, onToggle, onSearch, onKeys, onLeave }: SideBarProps) {
  return (
    <div className={cn('flex h-full flex-col gap-4 p-3', isCollapsed ? 'w-14' : 'w-60 max-md:w-full')}>
      <OrganizationSwitcher isCollapsed={isCollapsed} />
      <SearchButton isCollapsed={isCollapsed} onClick={onSearch} />
      <Navigation isCollapsed={isCollapsed} onLeave={onLeave} />
      <div className={cn('mt-auto flex items-center gap-1', isCollapsed && 'flex-col')}>
        {onToggle && (
          <IconButton
            label={isCollapsed ? 'Expand the navigation' : 'Collapse the navigation'}
            icon={PanelLeft}
            aria-expanded={!isCollapsed}
            onClick={onToggle}
          />
        )}
      </div>
      <Suspense fallback={<div className="h-8 shrink-0 pointer-coarse:h-11" />}>
        <Bell isCollapsed={isCollapsed} onLeave={onLeave} />
      </Suspense>
      <PersonMenu isCollapsed={isCollapsed} onKeys={onKeys} />
    </div>
  );
}

function Navigation({ isCollapsed, onLeave }: { isCollapsed: boolean; onLeave: (() => void) | undefined }) {
  const [path] = useLocation();
  const isHere = (href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`));
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {useDestinations().map(({ name, href, icon }) => (
          <li key={href}>
            <NavigationLink
              name={name}
              href={href}
              icon={icon}
              isHere={isHere(href)}
              isCollapsed={isCollapsed}
              onClick={onLeave}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type NavigationLinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  name: string;
  href: string;
  icon: LucideIcon;
  isHere: boolean;
  isCollapsed: boolean;
};

function NavigationLink({ name, icon: Icon, isHere, isCollapsed, ...props }: NavigationLinkProps) {
  const link = (
    <Link
      {...props}
      aria-current={isHere ? 'page' : undefined}
      aria-label={isCollapsed ? name : undefined}
      className={cn(
        'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium transition-colors pointer-coarse:h-11',
        isHere ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {!isCollapsed && name}
    </Link>
  );
  return isCollapsed ? <Tooltip text={name}>{link}</Tooltip> : link;
}

function SearchButton({ isCollapsed, onClick }: { isCollapsed: boolean; onClick: () => void }) {
  if (isCollapsed) return <IconButton label="Search" icon={Search} onClick={onClick} />;
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-canvas px-2 text-muted transition-colors hover:border-line-strong pointer-coarse:h-11"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">Search</span>
      <span className="pointer-coarse:hidden" aria-hidden>
        <Kbd keys="mod+k" />
      </span>
    </button>
  );
}
