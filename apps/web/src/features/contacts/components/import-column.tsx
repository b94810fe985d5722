import { attributeTarget, type AttributeType, attributeTypes, type ImportTarget } from '@engagex/domain/contacts';
import { Select, type SelectOption } from '../../../ui/select.tsx';

const prefix = 'attribute:';
const asItIs = 'as-it-is';

const fields: readonly SelectOption<ImportTarget>[] = [
  { value: 'email', label: 'Email address' },
  { value: 'firstName', label: 'First name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'fullName', label: 'Full name' },
  { value: 'phone', label: 'Phone' },
  { value: 'language', label: 'Language' },
  { value: 'country', label: 'Country' },
  { value: 'timeZone', label: 'Time zone' },
  { value: 'externalId', label: 'External id' },
  { value: 'unsubscribed', label: 'Unsubscribed (yes or no)' },
  { value: 'acceptsMail', label: 'Accepts mail (yes or no)' },
];
const typeNames: Readonly<Record<AttributeType, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  timestamp: 'Time',
  list: 'List',
};

/** What a field of a contact is called, an attribute by its own name. */
export function nameOfField(field: string): string {
  if (field === 'deletedAt') return 'Deleted';
  if (field === 'subscription') return 'Subscription';
  return field.startsWith(prefix)
    ? field.slice(prefix.length)
    : (fields.find(({ value }) => value === field)?.label ?? field);
}

interface ImportColumnProps {
  readonly name: string;
  readonly sample: readonly string[];
  readonly target: ImportTarget;
  readonly type: AttributeType | undefined;
  readonly onTarget: (target: ImportTarget) => void;
  readonly onType: (type: AttributeType | undefined) => void;
}

/** One column of the file, some of its values, and what it becomes. */
export function ImportColumn({ name, sample, target, type, onTarget, onType }: ImportColumnProps) {
  const own = target.startsWith(prefix) ? target : attributeTarget(name);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-x-4 gap-y-2 border-t border-line py-2 first:border-t-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <span className="font-medium wrap-anywhere">{name}</span>
      <span className="text-muted">
        {sample.map((value, at) => (
          <span key={at} className="block truncate">
            {value || '–'}
          </span>
        ))}
      </span>
      <span className="col-span-2 flex flex-col gap-2 md:col-span-1">
        <Select
          aria-label={`${name} becomes`}
          options={[
            ...fields,
            ...(own === 'ignore' ? [] : [{ value: own, label: `Attribute ${own.slice(prefix.length)}` }]),
            { value: 'ignore', label: 'Leave out' },
          ]}
          value={target}
          onChange={onTarget}
        />
        {target.startsWith(prefix) && (
          <Select
            aria-label={`Type of ${target.slice(prefix.length)}`}
            options={[
              { value: asItIs, label: 'Text, or the type it has' },
              ...attributeTypes.map((value) => ({ value, label: typeNames[value] })),
            ]}
            value={type ?? asItIs}
            onChange={(value) => onType(attributeTypes.find((each) => each === value))}
          />
        )}
      </span>
    </li>
  );
}
