import type { ReactNode } from 'react';
import { formatNumber } from '../shared/format.ts';

/** A line or bar of a chart; `dash` sets lines apart without colour. */
export interface Series<Key extends string> {
  readonly key: Key;
  readonly name: string;
  readonly colour: string;
  readonly dash?: string | undefined;
}

/** How recharts draws axes and tooltips with our tokens. */
export const axisProps = { tick: { fill: 'var(--muted)', fontSize: 12 }, stroke: 'var(--line-strong)' } as const;
export const gridProps = { stroke: 'var(--line)', vertical: false } as const;
/** Names are in ink: a line's colour is no colour for text. */
export const tooltipProps = {
  contentStyle: { background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 8, color: 'var(--ink)' },
  itemStyle: { color: 'var(--ink)' },
} as const;

interface ChartProps<Key extends string> {
  readonly series: readonly Series<Key>[];
  /** What the first column of the table says. */
  readonly rowName: string;
  readonly rows: readonly { readonly name: string; readonly values: Readonly<Record<Key, number>> }[];
  /** The drawing itself, for the eyes only. */
  readonly children: ReactNode;
}

/** A chart with its legend above and its numbers in a table behind it. */
export function Chart<Key extends string>({ series, rowName, rows, children }: ChartProps<Key>) {
  return (
    <figure className="flex flex-col gap-3">
      <ul className="flex flex-wrap gap-4 text-sm" aria-hidden>
        {series.map(({ key, name, colour, dash }) => (
          <li key={key} className="flex items-center gap-2">
            <svg width="20" height="8">
              <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="3" strokeDasharray={dash} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <div className="h-56" aria-hidden>
        {children}
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">Show as a table</summary>
        <table className="mt-2 w-full tabular-nums">
          <thead>
            <tr className="text-left text-muted">
              <th scope="col">{rowName}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }, index) => (
              <tr key={`${index} ${name}`}>
                <th scope="row" className="text-left font-normal">
                  {name}
                </th>
                {series.map(({ key }) => (
                  <td key={key}>{formatNumber(values[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
