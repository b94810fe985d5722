import type { ReactNode } from 'react';
import { Logo } from '../ui/logo.tsx';

/** A page outside of the frame: one thing to read or do. */
export function CenteredPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-110 flex-col justify-center gap-4 px-4 py-10">
      <title>{`${title} · EngageX`}</title>
      <Logo />
      <h1 className="mt-2 text-xl font-semibold tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
