import type { LossCounts } from '@engagex/domain/event-losses';
import { formatNumber, formatShare } from '../../../shared/format.ts';
import { Card, CardHeader } from '../../../ui/card.tsx';

interface LossesTableProps {
  readonly title: string;
  /** What the first column says. */
  readonly rowName: string;
  readonly rows: readonly { readonly name: string; readonly counts: LossCounts }[];
}

const columns = ['Lost', 'Sent', 'Arrived', 'Refused', 'Given up'] as const;

/** What became of the events of each day, browser, release or source. */
export function LossesTable({ title, rowName, rows }: LossesTableProps) {
  return (
    <Card className="min-w-0">
      <CardHeader title={title} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, which must be possible by keyboard */}
      <div className="max-h-96 overflow-auto px-4 pb-3" role="region" aria-label={title} tabIndex={0}>
        <table className="w-full text-sm tabular-nums">
          <thead className="sticky top-0 bg-surface">
            <tr className="text-right text-xs text-muted">
              <th scope="col" className="py-2 text-left font-medium">
                {rowName}
              </th>
              <th scope="col" className="py-2 pl-3 font-medium">
                Share lost
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" className="py-2 pl-3 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, counts: { expected, stored, refused, dropped, lost } }) => (
              <tr key={name} className="border-t border-line text-right">
                <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
                  {name}
                </th>
                <td className="pl-3 font-medium">{formatShare(lost, expected)}</td>
                {[lost, expected, stored, refused, dropped].map((value, index) => (
                  <td key={columns[index]} className="pl-3">
                    {formatNumber(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
