import {
  type AttributeDefinition,
  attributeTarget,
  type AttributeType,
  attributeTypes,
  type ImportTarget,
} from '@engagex/domain/contacts';
import type { ReactNode } from 'react';
import { Select, type SelectOption } from '../../../ui/select.tsx';
import { typeWords } from '../../attributes/index.ts';

const prefix = 'attribute:';

const fields: readonly SelectOption<ImportTarget>[] = [
  { value: 'email', label: 'Email address' },
  { value: 'firstName', label: 'First name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'fullName', label: 'Full name' },
  { value: 'phone', label: 'Phone' },
  { value: 'language', label: 'Language' },
  { value: 'country', label: 'Country' },
  { value: 'timeZone', label: 'Time zone' },
  { value: 'externalId', label: 'External ID' },
  { value: 'mailStatus', label: 'Mail: subscription status' },
  { value: 'acceptsMail', label: 'Mail: wants it (yes or no)' },
  { value: 'unsubscribed', label: 'Mail: unsubscribed (yes, no or a date)' },
  { value: 'confirmed', label: 'Mail: confirmed (yes, no or a date)' },
  { value: 'bounced', label: 'Mail: bounced (yes, no or a date)' },
  { value: 'complained', label: 'Mail: marked as spam (yes, no or a date)' },
];

/** What a field of a contact is called; an attribute that is not made yet by its name. */
export function nameOfField(field: string, definitions: readonly AttributeDefinition[] = []): string {
  if (field === 'deletedAt') return 'Deleted';
  if (field === 'subscription') return 'Subscription';
  return (
    definitions.find(({ name }) => prefix + name === field)?.label ??
    fields.find(({ value }) => value === field)?.label ??
    (field.startsWith(prefix) ? field.slice(prefix.length) : field)
  );
}

interface ImportColumnProps {
  readonly name: string;
  readonly sample: readonly string[];
  readonly target: ImportTarget;
  readonly type: AttributeType | undefined;
  /** All there are, deleted ones too: a column can bring one back. */
  readonly definitions: readonly AttributeDefinition[];
  readonly onTarget: (target: ImportTarget) => void;
  readonly onType: (type: AttributeType) => void;
  /** What there is to say about the values of a column about mail. */
  readonly children?: ReactNode;
}

/** One column of the file, some of its values, and what it becomes. */
export function ImportColumn({
  name,
  sample,
  target,
  type,
  definitions,
  onTarget,
  onType,
  children,
}: ImportColumnProps) {
  const chosen = definitions.find((each) => prefix + each.name === target);
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
            ...attributesFor(name, target, definitions),
            { value: 'ignore', label: 'Do not import' },
          ]}
          value={target === 'undecided' ? null : target}
          onChange={onTarget}
        />
        {target === 'undecided' && (
          <span className="text-danger">
            This column may say who doesn’t want mail. Choose what it means to continue.
          </span>
        )}
        {chosen && <span className="text-muted">{typeWords[chosen.type]}</span>}
        {!chosen && target.startsWith(prefix) && (
          <Select
            aria-label={`Type of ${target.slice(prefix.length)}`}
            options={attributeTypes.map((value) => ({ value, label: typeWords[value] }))}
            value={type ?? 'text'}
            onChange={onType}
          />
        )}
      </span>
      {children && <div className="col-span-full">{children}</div>}
    </li>
  );
}

/** Every attribute there is, and a new one by the name of the column. */
function attributesFor(
  column: string,
  target: ImportTarget,
  definitions: readonly AttributeDefinition[],
): SelectOption<ImportTarget>[] {
  const own = target.startsWith(prefix) ? target : attributeTarget(column);
  const isKnown = own === 'ignore' || definitions.some(({ name }) => prefix + name === own);
  return [
    ...(isKnown ? [] : [{ value: own, label: `New attribute ${own.slice(prefix.length)}` }]),
    ...definitions
      .filter(({ name, deletedAt }) => deletedAt === null || prefix + name === own)
      .map(({ name, label, deletedAt }): SelectOption<ImportTarget> => ({
        value: `attribute:${name}`,
        label: deletedAt === null ? `Attribute ${label}` : `Attribute ${label} (deleted; will be restored)`,
      })),
  ];
}
