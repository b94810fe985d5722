import type { AuditEntryView } from '@engagex/domain/audit';
import { Fragment } from 'react';
import { formatDateTime } from '../../../shared/format.ts';
import { asWords } from '../action-words.ts';

/** Before and after beside each other, field by field; one side alone of a thing that came or went. */
export function ChangedFields({ entry: { before, after } }: { entry: AuditEntryView }) {
  const sides = [
    { name: 'Before', fields: before },
    { name: 'After', fields: after },
  ].filter(({ fields }) => fields !== null);
  const names = Object.keys({ ...before, ...after });
  if (names.length === 0) return <p className="text-muted">No details are recorded for this.</p>;
  return (
    <table className="w-full table-fixed text-sm">
      <thead>
        <tr className="border-b border-line text-left text-xs text-muted">
          {sides.map(({ name }) => (
            <th key={name} scope="col" className="pb-2 font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((field) => (
          <Fragment key={field}>
            <tr>
              <th scope="rowgroup" colSpan={sides.length} className="pt-3 text-left font-medium">
                {asWords(field)}
              </th>
            </tr>
            <tr className="border-b border-line align-top">
              {sides.map(({ name, fields }) => (
                <td key={name} className="pt-0.5 pr-3 pb-3 wrap-anywhere whitespace-pre-wrap">
                  <Value value={fields?.[field]} />
                </td>
              ))}
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function Value({ value }: { value: unknown }) {
  const text = textOf(value);
  return text === '' ? <span className="text-muted">Empty</span> : text;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return instant.test(value) ? formatDateTime(value) : value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, item]) => `${name}: ${textOf(item)}`)
    .join('\n');
}
