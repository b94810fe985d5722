import type { ChosenEvent } from '@engagex/domain/explore';
import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import { type Comparison, comparisonOf, comparisons, conditionOf, textOf } from '../property-conditions.ts';

type Property = ChosenEvent['properties'][number];

interface PropertyConditionProps {
  readonly value: Property;
  /** Properties that were seen. */
  readonly known: readonly string[];
  readonly onChange: (property: Property) => void;
  readonly onRemove: () => void;
}

/** One property and what it has to be. What is typed counts once the field is left, or with Enter. */
export function PropertyCondition({ value, known, onChange, onRemove }: PropertyConditionProps) {
  const comparison = comparisonOf(value);
  const [name, setName] = useState(value.name);
  const [text, setText] = useState(textOf(value));
  const settle = (next: { name?: string; comparison?: Comparison; text?: string } = {}) =>
    onChange(conditionOf({ name, comparison, text, ...next }));
  const { needsValue } = comparisons[comparison];
  return (
    <div className="ml-3 grid grid-cols-[minmax(0,1fr)_2rem] gap-1 border-l border-line pl-3">
      <SuggestInput
        aria-label="Property"
        placeholder="Property"
        suggestions={known}
        value={name}
        onChange={setName}
        onChoose={(chosen) => {
          setName(chosen);
          settle({ name: chosen });
        }}
        onEnter={() => settle()}
        onBlur={() => settle()}
      />
      <IconButton label="Remove the filter" icon={X} size="small" onClick={onRemove} />
      <div className="col-span-2 grid grid-cols-[8rem_minmax(0,1fr)] gap-1">
        <Select
          aria-label="Comparison"
          options={Object.entries(comparisons).map(([each, { words }]) => ({ value: each, label: words }))}
          value={comparison}
          onChange={(next) => settle({ comparison: next as Comparison })} // one of the options above
        />
        {needsValue && (
          <Input
            aria-label="Value"
            placeholder="Value"
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={({ key }) => key === 'Enter' && settle()}
            onBlur={() => settle()}
          />
        )}
      </div>
    </div>
  );
}
