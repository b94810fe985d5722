import {
  type AttributeDefinition,
  attributeOf,
  type AttributeType,
  type Condition,
  type Operator,
  operatorsOf,
  typeOfField,
} from '@engagex/domain/contacts';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { codeFields } from '../../../ui/code-selects.ts';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { AttributeControl, instantOf } from '../../attributes/index.ts';
import { fieldLabels } from './field-labels.ts';

const fieldWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...fieldLabels,
    createdAt: 'Added',
    updatedAt: 'Changed',
  }),
);

const operatorWords: Readonly<Record<Operator, string>> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  lacks: 'does not contain',
  starts_with: 'starts with',
  above: 'is above',
  below: 'is below',
  set: 'has a value',
  unset: 'has no value',
};

interface ConditionsBarProps {
  readonly conditions: readonly Condition[];
  readonly definitions: readonly AttributeDefinition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

/** The conditions in force, each to take away, and one more to add. */
export function ConditionsBar({ conditions, definitions, onChange }: ConditionsBarProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      {conditions.map((condition, index) => {
        const words = wordsFor(condition, definitions);
        return (
          <Button
            // oxlint-disable-next-line react/no-array-index-key -- the same condition may stand there twice
            key={`${index} ${words}`}
            icon={X}
            aria-label={`Remove the filter: ${words}`}
            onClick={() => onChange(conditions.filter((_, other) => other !== index))}
          >
            {words}
          </Button>
        );
      })}
      <Button icon={Plus} variant="ghost" onClick={() => setAdding(true)}>
        Filter
      </Button>
      <Dialog open={isAdding} onOpenChange={setAdding} title="Add a filter">
        <ConditionForm
          definitions={definitions}
          close={() => setAdding(false)}
          onAdd={(condition) => onChange([...conditions, condition])}
        />
      </Dialog>
    </>
  );
}

function ConditionForm({
  definitions,
  close,
  onAdd,
}: {
  definitions: readonly AttributeDefinition[];
  close: () => void;
  onAdd: (condition: Condition) => void;
}) {
  const [field, setField] = useState('email');
  const [operator, setOperator] = useState<Operator>('is');
  const [value, setValue] = useState('');
  const [isAsked, setAsked] = useState(false);
  const type = typeOf(field, definitions);
  const codes = codeFields.get(field);
  const needsValue = operator !== 'set' && operator !== 'unset';
  const problem = isAsked && needsValue && value.trim() === '' ? 'Enter a value.' : undefined;
  return (
    <form
      noValidate
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (needsValue && value.trim() === '') return;
        onAdd({
          field,
          operator,
          ...(needsValue && { value: type === 'timestamp' ? instantOf(value) : value.trim() }),
        });
        close();
      }}
    >
      <DialogBody>
        <Field label="Field">
          <Select
            options={[
              ...[...fieldWords].map(([id, label]) => ({ value: id, label })),
              ...definitions.map(({ name, label }) => ({ value: `attribute:${name}`, label })),
            ]}
            value={field}
            onChange={(next) => {
              setField(next);
              setOperator(operatorsOf[typeOf(next, definitions)][0] ?? 'set');
              setValue('');
            }}
          />
        </Field>
        <Field label="Comparison">
          <Select
            options={operatorsOf[type].map((each) => ({ value: each, label: wordFor(each, type) }))}
            value={operator}
            onChange={(next) => {
              if (codes && isWhole(next) !== isWhole(operator)) setValue(''); // a code is no part of a name
              setOperator(next);
            }}
          />
        </Field>
        {needsValue && (
          <Field label="Value" error={problem}>
            {codes && isWhole(operator) ? (
              <codes.Select value={value || null} onChange={setValue} onClear={() => setValue('')} />
            ) : (
              <AttributeControl type={type === 'list' ? 'text' : type} value={value} onChange={setValue} />
            )}
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary">
          Add filter
        </Button>
      </DialogFooter>
    </form>
  );
}

function typeOf(field: string, definitions: readonly AttributeDefinition[]): AttributeType {
  return typeOfField.get(field) ?? definitions.find(({ name }) => name === attributeOf(field))?.type ?? 'text';
}

/** Whether a value is compared as a whole. */
function isWhole(operator: Operator): boolean {
  return operator === 'is' || operator === 'is_not';
}

function wordFor(operator: Operator, type: AttributeType): string {
  if (type !== 'date' && type !== 'timestamp') return operatorWords[operator];
  return operator === 'above' ? 'is after' : operator === 'below' ? 'is before' : operatorWords[operator];
}

/** A condition as a person reads it. */
export function wordsFor({ field, operator, value }: Condition, definitions: readonly AttributeDefinition[]): string {
  const label = fieldWords.get(field) ?? definitions.find(({ name }) => name === attributeOf(field))?.label ?? field;
  const shown = value && isWhole(operator) ? (codeFields.get(field)?.nameOf(value) ?? value) : value;
  return [label, wordFor(operator, typeOf(field, definitions)), shown].filter(Boolean).join(' ');
}
