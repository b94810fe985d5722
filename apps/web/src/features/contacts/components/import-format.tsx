import {
  importDelimiters,
  type ImportDelimiter,
  type ImportEncoding,
  importEncodings,
  importsRoutes,
  type ImportView,
} from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';

const encodingNames: Readonly<Record<ImportEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252 (western Europe)',
};
const delimiterNames: Readonly<Record<ImportDelimiter, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
};

/** How the file was read, to be changed when the sample below looks wrong. */
export function ImportFormat({ view }: { view: ImportView }) {
  const reread = useRouteMutation(importsRoutes.reread);
  const again = (said: Said) => reread.mutate({ id: view.id, ...said });
  const Choice = view.sheets ? SheetChoice : TextChoice;
  return (
    <div className="flex flex-col gap-3">
      {reread.error && <Notice meaning="danger">{messageOf(reread.error)}</Notice>}
      <Choice view={view} disabled={reread.isPending} onChange={again} />
    </div>
  );
}

type Said = Omit<InputOf<typeof importsRoutes.reread>, 'id'>;

interface ChoiceProps {
  readonly view: ImportView;
  readonly disabled: boolean;
  readonly onChange: (said: Said) => void;
}

function SheetChoice({ view: { sheets, sheet }, disabled, onChange }: ChoiceProps) {
  return (
    <Field label="Sheet" help="Dates and times are read as UTC; of a formula, the value that Excel saved.">
      <Select
        options={(sheets ?? []).map((name) => ({ value: name, label: name }))}
        value={sheet ?? ''}
        disabled={disabled}
        onChange={(name) => onChange({ sheet: name })}
      />
    </Field>
  );
}

function TextChoice({ view, disabled, onChange }: ChoiceProps) {
  const delimiter = importDelimiters.find((each) => each === view.delimiter) ?? ',';
  const { encoding } = view;
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Field label="Encoding" help="Change it when letters such as é look wrong below.">
        <Select
          options={importEncodings.map((value) => ({ value, label: encodingNames[value] }))}
          value={encoding}
          disabled={disabled}
          onChange={(value) => onChange({ encoding: value, delimiter })}
        />
      </Field>
      <Field label="Columns are separated by">
        <Select
          options={importDelimiters.map((value) => ({ value, label: delimiterNames[value] }))}
          value={delimiter}
          disabled={disabled}
          onChange={(value) => onChange({ encoding, delimiter: value })}
        />
      </Field>
    </div>
  );
}
