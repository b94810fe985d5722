import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useLayoutEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { writeAs } from '../shared/format.ts';
import { useProduct } from '../shared/product.ts';
import { useSession } from '../shared/session.ts';
import { cn } from '../ui/class-names.ts';
import { Logo } from '../ui/logo.tsx';
import { SecondFactor } from './entry.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { usePageChange } from './use-page-change.ts';

/** The frame around pages of those who run the installation. For everybody else there is no such page. */
export function OperatorShell({ children }: { children: ReactNode }) {
  const { user, operator } = useSession();
  const { language, timeZone } = user;
  const [path] = useLocation();
  useLayoutEffect(() => writeAs({ language, timeZone }), [language, timeZone]);
  usePageChange('content');
  if (!operator) return <NotFoundPage />;
  if (operator.entry === 'second-factor') return <SecondFactor name="The operator area" />;
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line bg-surface px-4 py-2 md:px-8">
        <Logo />
        <Navigation />
        <Link
          href="~/"
          className="ml-auto flex items-center gap-1.5 rounded-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          Your organizations
        </Link>
      </header>
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        <ErrorBoundary forgetOn={path}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}

function Navigation() {
  const { operatorNavigation } = useProduct();
  const { operator } = useSession();
  const [path] = useLocation();
  const isHere = (href: string) =>
    href === '/' ? path === '/' || path.startsWith('/organizations/') : path === href || path.startsWith(`${href}/`);
  return (
    <nav aria-label="Installation">
      <ul className="flex flex-wrap gap-1">
        {operatorNavigation
          .filter(({ needsPlans }) => !needsPlans || operator?.seesPlans)
          .map(({ name, href, icon: Icon }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere(href) ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2 rounded-md px-2 font-medium transition-colors pointer-coarse:h-11',
                  isHere(href) ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {name}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
