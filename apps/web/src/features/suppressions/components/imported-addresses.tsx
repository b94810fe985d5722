import { csvHead, csvLine } from '@engagex/domain/shared';
import type { SuppressionImport } from '@engagex/domain/suppressions';
import { Download } from 'lucide-react';
import { saveFile } from '../../../shared/files.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { LedgerBar } from '../../../ui/ledger-bar.tsx';

const shownRows = 20;

/** The outcome of every row of the file; the rejected ones by name. */
export function ImportedAddresses({ result }: { result: SuppressionImport }) {
  const { rows, added, present, repeated, blank, rejected, rejections } = result;
  return (
    <div className="flex flex-col gap-4">
      <LedgerBar
        label="Rows in the file"
        total={rows}
        segments={[
          { label: 'suppressed', count: added, meaning: 'good' },
          { label: 'already on the list', count: present, meaning: 'info' },
          { label: 'repeated in the file', count: repeated, meaning: 'neutral' },
          { label: 'blank', count: blank, meaning: 'neutral' },
          { label: 'not suppressed', count: rejected, meaning: 'danger' },
        ]}
      />
      {rejected > 0 && (
        <section aria-label="Rows not suppressed" className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-medium">{formatCount(rejected, 'row')} not suppressed</h3>
            <Button icon={Download} onClick={() => saveFile('not-suppressed.csv', fileOf(rejections))}>
              Download as CSV
            </Button>
          </div>
          <ul className="divide-y divide-line text-sm">
            {rejections.slice(0, shownRows).map(({ line, reason, cell }) => (
              <li key={line} className="py-1.5 wrap-anywhere">
                <span className="font-medium">Row {formatNumber(line)}</span> {cell && `“${cell}”`}{' '}
                <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
          {rejected > shownRows && (
            <p className="text-sm text-muted">The first {shownRows} are shown. Download the file to see all.</p>
          )}
        </section>
      )}
    </div>
  );
}

function fileOf(rejections: SuppressionImport['rejections']): Blob {
  const lines = rejections.map(({ line, reason, cell }) => csvLine([line, reason, cell]));
  return new Blob([csvHead(['Line', 'Reason', 'Address']), ...lines], { type: 'text/csv' });
}
