import { formatCount } from '../../../shared/format.ts';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import type { ReadingProps } from './reading-props.ts';

const none = 'none';

/** Which row names the columns, or that the first is a person already. */
export function ImportHeader({ view, disabled, onChange }: ReadingProps) {
  const { headerLine, fileNotes } = view;
  const [first] = fileNotes.firstRows;
  const rows = fileNotes.firstRows.map(({ line, cells }) => ({
    value: String(line),
    label: `Row ${line}: ${cells.filter(Boolean).join(', ')}`.slice(0, 100),
  }));
  return (
    <>
      {headerLine === null && (
        <Notice meaning="info" title="This file has no column names">
          The first row looks like a person: {first?.cells.filter(Boolean).join(', ')}. It will be imported too.
        </Notice>
      )}
      {headerLine !== null && fileNotes.above > 0 && (
        <Notice meaning="info" title={`The column names are in row ${headerLine}`}>
          {formatCount(fileNotes.above, 'row')} above {fileNotes.above === 1 ? 'it is' : 'them are'} left out, such as “
          {first?.cells.filter(Boolean).join(', ')}”.
        </Notice>
      )}
      <Field label="Column names">
        <Select
          options={[...rows, { value: none, label: 'None: the first row is a person' }]}
          value={headerLine === null ? none : String(headerLine)}
          disabled={disabled}
          onChange={(value) => onChange({ headerLine: value === none ? null : Number(value) })}
        />
      </Field>
    </>
  );
}
