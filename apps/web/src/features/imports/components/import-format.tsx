import {
  importDelimiters,
  type ImportDelimiter,
  importEncodings,
  importsRoutes,
  type ImportView,
} from '@engagex/domain/contacts';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { encodingNames } from './encoding-names.ts';
import { EncodingChoice } from './import-encoding.tsx';
import { ImportHeader } from './import-header.tsx';
import { HiddenRows, ImportNotes } from './import-notes.tsx';
import type { ReadingProps, SaidOfFile } from './reading-props.ts';

const delimiterNames: Readonly<Record<ImportDelimiter, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
};

/** How the file was read and what was noticed in it, to be changed before its columns are matched. */
export function ImportFormat({ view }: { view: ImportView }) {
  const reread = useRouteMutation(importsRoutes.reread);
  const again = (said: SaidOfFile) => reread.mutate({ id: view.id, ...said });
  const props = { view, disabled: reread.isPending, onChange: again };
  return (
    <div className="flex flex-col gap-4">
      {reread.error && <Notice meaning="danger">{messageOf(reread.error)}</Notice>}
      {view.fileNotes.encodings && <EncodingChoice choices={view.fileNotes.encodings} {...props} />}
      {view.sheets ? <SheetChoice {...props} /> : <TextChoice {...props} />}
      <ImportHeader {...props} />
      <HiddenRows {...props} />
      <ImportNotes view={view} />
    </div>
  );
}

function SheetChoice({ view: { sheets, sheet }, disabled, onChange }: ReadingProps) {
  return (
    <Field label="Sheet" help="Dates and times are read as UTC. For formulas, we use the value Excel saved.">
      <Select
        options={(sheets ?? []).map((name) => ({ value: name, label: name }))}
        value={sheet ?? ''}
        disabled={disabled}
        onChange={(name) => onChange({ sheet: name })}
      />
    </Field>
  );
}

function TextChoice({ view, disabled, onChange }: ReadingProps) {
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
      <Field label="Encoding" help="Change it if letters such as é look wrong below.">
        <Select
          options={importEncodings.map((value) => ({ value, label: encodingNames[value] }))}
          value={view.encoding}
          disabled={disabled}
          onChange={(encoding) => onChange({ encoding })}
        />
      </Field>
      <Field label="Column separator">
        <Select
          options={importDelimiters.map((value) => ({ value, label: delimiterNames[value] }))}
          value={importDelimiters.find((each) => each === view.delimiter) ?? ','}
          disabled={disabled}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      </Field>
    </div>
  );
}
