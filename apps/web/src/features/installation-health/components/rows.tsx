import type { ReactNode } from 'react';

interface Row {
  readonly key: string;
  readonly name: ReactNode;
  /** Below the name. */
  readonly detail?: ReactNode;
  readonly value?: ReactNode;
}

/** A list of a card whose rows wrap on a small screen. */
export function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ key, name, detail, value }) => (
        <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-2">
          <div className="min-w-0 wrap-anywhere">
            {name}
            {detail && <p className="text-sm text-muted">{detail}</p>}
          </div>
          {value && <div className="text-sm text-muted tabular-nums">{value}</div>}
        </li>
      ))}
    </ul>
  );
}
