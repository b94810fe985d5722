import { Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { pruneDrafts } from '../shared/draft.ts';
import { useKeys } from '../shared/keys.ts';
import { useIsNarrow } from '../shared/media.ts';
import { useOrganization } from '../shared/session.ts';
import { recall, remember } from '../shared/storage.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type * as PaletteModule from './command-palette.tsx';
import { AddressBar } from './address-bar.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { useDestinations } from './navigation.ts';
import { OfflineBar } from './offline-bar.tsx';
import { SideBar } from './side-bar.tsx';
import { useFocusKept } from './use-focus-kept.ts';
import { usePageChange } from './use-page-change.ts';

// Rarely needed, and it brings the contracts along.
const DeletionBar = lazy(async () => ({ default: (await import('./deletion-bar.tsx')).DeletionBar }));
const SuspensionBar = lazy(async () => ({
  default: (await import('../features/sending-suspensions/index.ts')).SuspensionBar,
}));
const Bell = lazy(async () => ({ default: (await import('../features/notifications/index.ts')).Bell }));
const PaymentBar = lazy(async () => ({ default: (await import('../features/payments/index.ts')).PaymentBar }));

type Overlay = 'palette' | 'keys' | 'navigation' | null;

/** The frame around every page of an organization. */
export function Shell({ children }: { children: ReactNode }) {
  const isNarrow = useIsNarrow();
  const { deletesAt, can } = useOrganization();
  const paysBills = can.includes('billing:read');
  const [isCollapsed, setIsCollapsed] = useState(recall('navigation') === 'collapsed');
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [path, navigate] = useLocation();
  const destinations = useDestinations();
  usePageChange('content');
  useFocusKept('content');
  useEffect(() => pruneDrafts(Date.now()), []);
  const palette = usePalette();
  useKeys({
    'mod+k': () => setOverlay('palette'),
    '?': () => setOverlay('keys'),
    ...Object.fromEntries(destinations.map(({ key, href }) => [`g ${key}`, () => navigate(href)])),
  });

  function toggleCollapsed() {
    remember('navigation', isCollapsed ? null : 'collapsed');
    setIsCollapsed(!isCollapsed);
  }
  const openOnly = (which: Overlay) => (open: boolean) =>
    setOverlay((current) => (open ? which : current === which ? null : current));

  return (
    <div className="flex min-h-dvh max-md:flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent-solid px-4 py-2 text-on-solid focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      {isNarrow ? (
        <TopBar onNavigate={() => setOverlay('navigation')} onSearch={() => setOverlay('palette')} />
      ) : (
        <div className="sticky top-0 h-dvh shrink-0 border-r border-line bg-surface">
          <SideBar
            isCollapsed={isCollapsed}
            onToggle={toggleCollapsed}
            onSearch={() => setOverlay('palette')}
            onKeys={() => setOverlay('keys')}
          />
        </div>
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        <AddressBar />
        {deletesAt && (
          <Suspense fallback={null}>
            <DeletionBar />
          </Suspense>
        )}
        <Suspense fallback={null}>
          <SuspensionBar />
        </Suspense>
        {paysBills && (
          <Suspense fallback={null}>
            <PaymentBar />
          </Suspense>
        )}
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          <ErrorBoundary forgetOn={path}>{children}</ErrorBoundary>
        </main>
        <OfflineBar />
      </div>
      {isNarrow && (
        <Sheet
          open={overlay === 'navigation'}
          onOpenChange={openOnly('navigation')}
          title="Navigation"
          side="left"
          hideTitle
        >
          <SideBar
            onSearch={() => setOverlay('palette')}
            onKeys={() => setOverlay('keys')}
            onLeave={() => setOverlay(null)}
          />
        </Sheet>
      )}
      <KeysDialog open={overlay === 'keys'} onOpenChange={openOnly('keys')} />
      {palette && (
        <palette.CommandPalette
          open={overlay === 'palette'}
          onOpenChange={openOnly('palette')}
          onKeys={() => setOverlay('keys')}
        />
      )}
    </div>
  );
}

/** The palette's code, fetched once the page stands, so that ⌘K never loses the first keys typed into it. */
function usePalette(): typeof PaletteModule | undefined {
  const [palette, setPalette] = useState<typeof PaletteModule>();
  useEffect(() => void import('./command-palette.tsx').then(setPalette), []);
  return palette;
}

function TopBar({ onNavigate, onSearch }: { onNavigate: () => void; onSearch: () => void }) {
  const { name } = useOrganization();
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-1 border-b border-line bg-surface px-1">
      <IconButton label="Open navigation" icon={MenuIcon} onClick={onNavigate} />
      <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
      <Suspense fallback={<div className="size-8 pointer-coarse:size-11" />}>
        <Bell side="bottom" />
      </Suspense>
      <IconButton label="Search" icon={Search} onClick={onSearch} />
    </header>
  );
}
