import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Redirect, useSearch } from 'wouter';
import { sessionQuery } from '../../shared/session.ts';
import { LedgerBar } from '../../ui/ledger-bar.tsx';
import { Logo } from '../../ui/logo.tsx';

/** The frame of sign-in and sign-up: the form, and beside it what EngageX promises. */
export function AccountsPage({ title, intro, children }: { title: string; intro: ReactNode; children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const returnPath = useReturnPath();
  if (session.data) return <Redirect to={returnPath} replace />;
  return (
    <AccountsFrame title={title} intro={intro}>
      {children}
    </AccountsFrame>
  );
}

interface AccountsFrameProps {
  readonly title: string;
  readonly intro: ReactNode;
  /** Above the title. */
  readonly picture?: ReactNode;
  readonly children: ReactNode;
}

/** The same for pages that are for anyone who comes, signed in or not. */
export function AccountsFrame({ title, intro, picture, children }: AccountsFrameProps) {
  return (
    <div className="grid min-h-dvh bg-surface lg:grid-cols-2">
      <title>{`${title} · EngageX`}</title>
      <main className="mx-auto flex w-full max-w-96 flex-col justify-center gap-6 px-4 py-10">
        <Logo />
        <div>
          {picture}
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 text-muted">{intro}</p>
        </div>
        {children}
      </main>
      <Promise />
    </div>
  );
}

/** Where to go once signed in: the page that sent us here, never another site. */
function useReturnPath(): string {
  const path = new URLSearchParams(useSearch()).get('return') ?? '/';
  return /^\/(?![/\\])/.test(path) ? path : '/';
}

function Promise() {
  return (
    <aside className="hidden flex-col justify-center border-l border-line bg-canvas px-16 lg:flex">
      <div className="flex max-w-140 flex-col gap-6">
        <p className="text-2xl font-semibold tracking-tight text-balance">Every recipient is accounted for.</p>
        <p className="text-muted">
          When a campaign starts, its audience is frozen and each person in it gets one row in the ledger. The campaign
          is sent only when the ledger adds up.
        </p>
        <figure className="rounded-md border border-line bg-surface p-5">
          <LedgerBar
            label="An example of a ledger"
            total={10_000}
            segments={[
              { label: 'accepted', count: 9812, meaning: 'good' },
              { label: 'skipped', count: 143, meaning: 'neutral' },
              { label: 'failed', count: 45, meaning: 'danger' },
              { label: 'unknown', count: 0, meaning: 'warning' },
            ]}
          />
          <figcaption className="mt-3 text-sm text-muted">
            A newsletter to 10,000 people, once sending has finished.
          </figcaption>
        </figure>
      </div>
    </aside>
  );
}
