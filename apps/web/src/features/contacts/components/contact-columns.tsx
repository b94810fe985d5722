import { type AttributeDefinition, attributeOf, contactHandle, type ContactView } from '@engagex/domain/contacts';
import type { ReactNode } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { Time } from '../../../ui/time.tsx';
import { fieldInWords } from './contact-words.ts';

const column = columnsOf<ContactView>();

interface Column {
  readonly label: string;
  readonly width?: string;
  readonly show: (contact: ContactView) => ReactNode;
}

/** Every standard column, by the id that views call it. */
const standard: Readonly<Record<string, Column>> = {
  email: { label: 'Address', show: contactHandle },
  name: { label: 'Name', show: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') },
  phone: { label: 'Phone', show: ({ phone }) => phone },
  language: { label: 'Language', width: '9rem', show: ({ language }) => fieldInWords('language', language) },
  country: { label: 'Country', width: '9rem', show: ({ country }) => fieldInWords('country', country) },
  timeZone: { label: 'Time zone', show: ({ timeZone }) => fieldInWords('timeZone', timeZone) },
  externalId: { label: 'External ID', show: ({ externalId }) => externalId },
  subscription: {
    label: 'Subscription',
    width: '10rem',
    show: ({ subscription }) =>
      subscription === 'subscribed' ? (
        <Badge meaning="good">Subscribed</Badge>
      ) : (
        <Badge meaning="neutral">Unsubscribed</Badge>
      ),
  },
  createdAt: { label: 'Added', width: '11rem', show: ({ createdAt }) => <Time value={createdAt} /> },
  updatedAt: { label: 'Changed', width: '11rem', show: ({ updatedAt }) => <Time value={updatedAt} /> },
};

export const usualColumns: readonly string[] = ['email', 'name', 'subscription', 'createdAt'];

/** Ids and names of all columns there can be. */
export function allColumns(definitions: readonly AttributeDefinition[]) {
  return [
    ...Object.entries(standard).map(([id, { label }]) => ({ id, label })),
    ...definitions.map(({ name, label }) => ({ id: `attribute:${name}`, label })),
  ];
}

/** The chosen columns; those of attributes that are gone are left out. The first of them names the row. */
export function columnsFor(chosen: readonly string[], definitions: readonly AttributeDefinition[]) {
  const known = chosen.flatMap((id) => {
    const look = standard[id] ?? attributeColumn(definitions.find(({ name }) => name === attributeOf(id)));
    return look ? [columnOf(id, look)] : [];
  });
  return known.length > 0 ? known : usualColumns.flatMap((id) => (standard[id] ? [columnOf(id, standard[id])] : []));
}

function columnOf(id: string, { label, width, show }: Column) {
  return column.display({ id, header: label, meta: width ? { width } : {}, cell: ({ row }) => show(row.original) });
}

function attributeColumn(definition: AttributeDefinition | undefined): Column | null {
  if (!definition) return null;
  const { name, label, type } = definition;
  return {
    label,
    show: ({ attributes: { [name]: value } }) => {
      if (value === undefined) return null;
      if (typeof value === 'boolean') return value ? 'Yes' : 'No';
      if (typeof value === 'number') return formatNumber(value);
      if (typeof value === 'object') return value.join(', ');
      return type === 'timestamp' ? <Time value={value} /> : value;
    },
  };
}
