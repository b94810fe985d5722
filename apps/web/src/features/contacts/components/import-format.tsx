import {
  importDelimiters,
  type ImportDelimiter,
  type ImportEncoding,
  importEncodings,
  importsRoutes,
  type ImportView,
} from '@engagex/domain/contacts';
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
  const delimiter = importDelimiters.find((each) => each === view.delimiter) ?? ',';
  const again = (format: { encoding?: ImportEncoding; delimiter?: ImportDelimiter }) =>
    reread.mutate({ id: view.id, encoding: view.encoding, delimiter, ...format });
  return (
    <div className="flex flex-col gap-3">
      {reread.error && <Notice meaning="danger">{messageOf(reread.error)}</Notice>}
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Encoding" help="Change it when letters such as é look wrong below.">
          <Select
            options={importEncodings.map((value) => ({ value, label: encodingNames[value] }))}
            value={view.encoding}
            disabled={reread.isPending}
            onChange={(encoding) => again({ encoding })}
          />
        </Field>
        <Field label="Columns are separated by">
          <Select
            options={importDelimiters.map((value) => ({ value, label: delimiterNames[value] }))}
            value={delimiter}
            disabled={reread.isPending}
            onChange={(value) => again({ delimiter: value })}
          />
        </Field>
      </div>
    </div>
  );
}
