import type { ChosenEvent } from '@engagex/domain/explore';
import { ListFilter, X } from 'lucide-react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';
import { eventName } from '../explore-words.ts';
import { usePropertyNames } from '../use-event-names.ts';
import { PropertyCondition } from './property-condition.tsx';

const anything = '';

interface EventInputProps {
  /** What it is for, for screen readers: "Step 2". */
  readonly label: string;
  readonly value: ChosenEvent;
  readonly names: readonly string[];
  /** Whether everything people do may count. */
  readonly orAnything?: boolean;
  readonly onChange: (event: ChosenEvent) => void;
  readonly onRemove?: (() => void) | undefined;
}

/** An event by its name, and what its properties have to be. */
export function EventInput({ label, value, names, orAnything = true, onChange, onRemove }: EventInputProps) {
  const { name, properties } = value;
  const known = usePropertyNames(name);
  const offered = name === null || name === '' || names.includes(name) ? names : [...names, name];
  const options = [
    ...(orAnything ? [{ value: anything, label: eventName(null) }] : []),
    ...offered.map((each) => ({ value: each, label: each })),
  ];
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <SearchSelect
          aria-label={label}
          placeholder="Choose an event"
          className="min-w-0 flex-1"
          options={options}
          value={name === '' ? null : { value: name ?? anything, label: eventName(name) }}
          onChange={(option) => onChange({ name: option.value === anything ? null : option.value, properties })}
        />
        <IconButton
          label={`Filter ${label.toLowerCase()} by a property`}
          icon={ListFilter}
          onClick={() =>
            onChange({
              name,
              properties: [...properties, { name: '', type: 'text', predicate: { op: 'is', value: '' } }],
            })
          }
        />
        {onRemove && <IconButton label={`Remove ${label.toLowerCase()}`} icon={X} onClick={onRemove} />}
      </div>
      {properties.map((property, index) => (
        <PropertyCondition
          key={index} // oxlint-disable-line react/no-array-index-key -- conditions have nothing else that tells them apart
          value={property}
          known={known}
          onChange={(next) => onChange({ name, properties: properties.with(index, next) })}
          onRemove={() => onChange({ name, properties: properties.toSpliced(index, 1) })}
        />
      ))}
    </div>
  );
}
