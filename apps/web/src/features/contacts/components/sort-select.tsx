import { type AttributeDefinition, sortFields } from '@engagex/domain/contacts';
import { Select } from '../../../ui/select.tsx';

interface SortSelectProps {
  /** A field, with a minus before it for descending. */
  readonly sort: string;
  readonly definitions: readonly AttributeDefinition[];
  readonly onChange: (sort: string) => void;
}

const standard: Readonly<Record<(typeof sortFields)[number], readonly [up: string, down: string]>> = {
  createdAt: ['Oldest first', 'Newest first'],
  updatedAt: ['Least recently changed', 'Most recently changed'],
  email: ['Address, A to Z', 'Address, Z to A'],
  firstName: ['First name, A to Z', 'First name, Z to A'],
  lastName: ['Last name, A to Z', 'Last name, Z to A'],
};

/** What the list is ordered by. */
export function SortSelect({ sort, definitions, onChange }: SortSelectProps) {
  return (
    <Select
      aria-label="Sort by"
      className="md:w-48"
      options={sortOptions(definitions)}
      value={sort}
      onChange={onChange}
    />
  );
}

/** Everything the list can be ordered by. */
export function sortOptions(definitions: readonly AttributeDefinition[]) {
  return [
    ...sortFields.flatMap((field) => bothWays(field, ...standard[field])),
    ...definitions.flatMap(({ name, label }) =>
      bothWays(`attribute:${name}`, `${label}, ascending`, `${label}, descending`),
    ),
  ];
}

function bothWays(field: string, up: string, down: string) {
  return [
    { value: `-${field}`, label: down },
    { value: field, label: up },
  ];
}
