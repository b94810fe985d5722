import type { ImportView } from '@engagex/domain/contacts';
import { hasLostDigits } from '../../platform/csv/rounded-numbers.ts';
import type { CellNote, ReadContact } from './read-contact.ts';

type Read = (fields: readonly string[]) => ReadContact;
type Mapped = Pick<ImportView, 'roundedIds' | 'fileNotes' | 'columns' | 'mapping'>;

/** Reads ids and phone numbers that a spreadsheet rounded as if they were not there: many people would share one. */
export function withoutRounded({ roundedIds, fileNotes, columns, mapping }: Mapped, read: Read): Read {
  const names = new Set(fileNotes.rounded.map(({ column }) => column));
  const lossy = columns.flatMap((name, at) =>
    names.has(name) && (mapping[at] === 'externalId' || mapping[at] === 'phone') ? [at] : [],
  );
  if (roundedIds === 'keep' || lossy.length === 0) return read;
  return (fields) => {
    const lost = lossy.filter((at) => hasLostDigits(fields[at] ?? ''));
    if (lost.length === 0) return read(fields);
    const contact = read(fields.map((field, at) => (lost.includes(at) ? '' : field)));
    if ('reason' in contact) return contact;
    const notes = lost.map((column): CellNote => ({
      column,
      kind: 'left_out',
      value: fields[column] ?? '',
      reason: wasRounded,
    }));
    return { ...contact, notes: [...contact.notes, ...notes] };
  };
}

const wasRounded = 'was rounded by a spreadsheet';
