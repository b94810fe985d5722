import { cn } from './class-names.ts';

/** A shape of what comes, invisible for the first 200 ms so that quick answers do not flicker: `<Skeleton className="h-5 w-40" />` */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span className="block animate-appear" aria-hidden>
      <span className={cn('block h-4 animate-pulse rounded-sm bg-hover', className)} />
    </span>
  );
}

const widths = ['w-2/3', 'w-1/2', 'w-3/4', 'w-3/5'];

/** A block of text to come, announced once: `<SkeletonLines label="Loading the report" lines={4} />` */
export function SkeletonLines({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div aria-busy className="flex flex-col gap-3">
      <output className="sr-only">{label}</output>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={widths[line % widths.length]} />
      ))}
    </div>
  );
}
