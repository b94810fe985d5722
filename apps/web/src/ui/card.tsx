import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names.ts';

/** A bordered surface: `<Card><CardHeader title="Sender" action={…} /><CardBody>…</CardBody></Card>` */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section {...props} className={cn('rounded-md border border-line bg-surface', className)} />;
}

export function CardHeader({ title, state, action }: { title: ReactNode; state?: ReactNode; action?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {state && <p className="text-sm text-muted">{state}</p>}
      </div>
      {action}
    </header>
  );
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={cn('p-4', className)} />;
}
