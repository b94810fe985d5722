import { type AttributeDefinition, contactFilter } from '@engagex/domain/contacts';
import { textOf } from '../../../ui/use-version.tsx';
import { wordsFor } from './conditions-bar.tsx';
import { allColumns } from './contact-columns.tsx';
import { sortOptions } from './sort-select.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Names {
  readonly definitions: readonly AttributeDefinition[];
  /** The groups and segments of the organization. */
  readonly named: readonly Named[];
}

/** What a saved view consists of, as the list of contacts calls it. */
export const viewLabels = { filter: 'Filters', sort: 'Sort order', columns: 'Columns' };

/** One part of a view in words: its filters one a line. */
export function viewInWords(part: string, value: unknown, { definitions, named }: Names): string {
  if (part === 'sort') return sortOptions(definitions).find((option) => option.value === value)?.label ?? textOf(value);
  if (part === 'columns') {
    const columns = allColumns(definitions);
    return textOf(
      Array.isArray(value) ? value.map((id) => columns.find((each) => each.id === id)?.label ?? id) : value,
    );
  }
  const filter = contactFilter.safeParse(value).data;
  if (!filter) return '';
  const nameOf = (id: string | undefined) => id && (named.find((each) => each.id === id)?.name ?? 'Deleted');
  return [
    filter.search && `Search: ${filter.search}`,
    filter.groupId && `Group: ${nameOf(filter.groupId)}`,
    filter.segmentId && `Segment: ${nameOf(filter.segmentId)}`,
    filter.subscription && (filter.subscription === 'subscribed' ? 'Subscribed' : 'Unsubscribed'),
    ...filter.conditions.map((condition) => wordsFor(condition, definitions)),
  ]
    .filter(Boolean)
    .join('\n');
}
