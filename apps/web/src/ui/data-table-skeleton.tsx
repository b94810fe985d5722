import { useIsNarrow } from '../shared/media.ts';
import { Skeleton } from './skeleton.tsx';

const rows = 8;
const lines = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A table to come, or its cards, in the height they will have. */
export function DataTableSkeleton({ label, columns }: { label: string; columns: number }) {
  const isNarrow = useIsNarrow();
  return (
    <div aria-busy>
      <output className="sr-only">{label}</output>
      {isNarrow ? <CardsToCome columns={columns} /> : <TableToCome columns={columns} />}
    </div>
  );
}

function TableToCome({ columns }: { columns: number }) {
  return (
    <div className="overflow-clip rounded-md border border-line bg-surface">
      <div className="h-9 border-b border-line bg-subtle" />
      {lines(rows).map((row) => (
        <div key={row} className="flex h-11 items-center gap-8 border-b border-line px-4 last:border-b-0">
          {lines(columns).map((column) => (
            <div key={column} className={column === 0 ? 'flex-2' : 'flex-1'}>
              <Skeleton className={(row + column) % 3 === 0 ? 'w-1/2' : 'w-2/3'} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function CardsToCome({ columns }: { columns: number }) {
  return lines(rows / 2).map((card) => (
    <div key={card} className="mb-2 flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      {lines(columns).map((line) => (
        <Skeleton key={line} className={line === 0 ? 'w-2/3' : 'w-full'} />
      ))}
    </div>
  ));
}
