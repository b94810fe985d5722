import type { ImportFileNotes, ImportView } from '@engagex/domain/contacts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { ReadingProps } from './reading-props.ts';

/** Rows that are not shown in the workbook, and whether they are imported. */
export function HiddenRows({ view: { includeHidden, fileNotes }, disabled, onChange }: ReadingProps) {
  const { count, lines } = fileNotes.hidden;
  if (count === 0) return null;
  return (
    <Notice meaning="warning" title={`${formatCount(count, 'row')} ${count === 1 ? 'is' : 'are'} hidden in Excel`}>
      <p>
        Hidden by a filter or by hand: {linesOf(lines, count)}.{' '}
        {includeHidden ? 'They will be imported.' : 'They are left out.'}
      </p>
      <Checkbox
        label="Import hidden rows too"
        checked={includeHidden}
        disabled={disabled}
        onChange={(event) => onChange({ includeHidden: event.target.checked })}
      />
    </Notice>
  );
}

/** What else was noticed in the file. */
export function ImportNotes({ view }: { view: Pick<ImportView, 'fileNotes'> }) {
  const { damaged, blank, emptyColumns } = view.fileNotes;
  const small = [
    blank > 0 && formatCount(blank, 'blank row'),
    emptyColumns > 0 && formatCount(emptyColumns, 'empty column'),
  ].filter(Boolean);
  return (
    <>
      {view.fileNotes.rounded.map((column) => (
        <Rounded key={column.column} column={column} />
      ))}
      {damaged && (
        <Notice meaning="warning" title={`Unreadable letters in ${formatCount(damaged.count, 'row')}`}>
          They were lost before you uploaded the file and show as “�”: {linesOf(damaged.lines, damaged.count)}.
        </Notice>
      )}
      {small.length > 0 && <p className="text-sm text-muted">{small.join(' and ')} left out.</p>}
    </>
  );
}

function Rounded({ column: { column, count, example, line } }: { column: ImportFileNotes['rounded'][number] }) {
  return (
    <Notice meaning="warning" title={`“${column}” has rounded numbers`}>
      The spreadsheet kept only the first digits of {formatCount(count, 'number')}, such as {example} in row{' '}
      {formatNumber(line)}, so different people can have the same one. To fix this, format the column as text or as
      whole numbers and export the file again.
    </Notice>
  );
}

/** Such as `rows 3, 4 and 12 more`. */
function linesOf(lines: readonly number[], count: number): string {
  const more = count - lines.length;
  const named = lines.map(formatNumber).join(', ');
  return `${count === 1 ? 'row' : 'rows'} ${named}${more > 0 ? ` and ${formatNumber(more)} more` : ''}`;
}
