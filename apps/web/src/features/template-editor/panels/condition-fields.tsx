import {
  type Condition,
  conditionInWords,
  conditionTest,
  type ConditionTest,
  documentLimits,
} from '@engagex/domain/documents';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { VariableSelect } from '../rich-text/variable-select.tsx';
import { variableWords } from '../rich-text/variable-words.ts';
import { Segments } from './controls.tsx';

const operators = [
  { value: 'is', label: 'is' },
  { value: 'is_not', label: 'is not' },
  { value: 'contains', label: 'contains' },
  { value: 'gt', label: 'is more than' },
  { value: 'gte', label: 'is at least' },
  { value: 'lt', label: 'is less than' },
  { value: 'lte', label: 'is at most' },
  { value: 'is_set', label: 'is set' },
  { value: 'is_empty', label: 'is empty' },
] as const;
type Op = ConditionTest['op'];

interface ConditionFieldsProps {
  readonly value: Condition | undefined;
  readonly onChange: (condition: Condition | undefined) => void;
}

/** Who sees something: `Only if country is “CH”`, put together of questions about the person. */
export function ConditionFields({ value, onChange }: ConditionFieldsProps) {
  if (!value)
    return (
      <>
        <p className="text-sm text-muted">Everyone sees this.</p>
        <Button icon={Plus} onClick={() => onChange({ match: 'all', tests: [firstTest] })}>
          Show only to some
        </Button>
      </>
    );
  const { tests, match } = value;
  const change = (next: readonly ConditionTest[]) =>
    onChange(next.length > 0 ? { match, tests: [...next] } : undefined);
  return (
    <>
      <p className="text-sm">{conditionInWords(value, variableWords)}</p>
      {tests.length > 1 && (
        <Segments
          label="Has to match"
          options={[
            { value: 'all', label: 'All' },
            { value: 'any', label: 'Any' },
          ]}
          value={match}
          onChange={(next) => onChange({ match: next, tests })}
        />
      )}
      {tests.map((test, at) => (
        <Test
          key={at}
          number={at + 1}
          test={test}
          onChange={(next) => change(tests.map((each, index) => (index === at ? next : each)))}
          onRemove={() => change(tests.filter((_, index) => index !== at))}
        />
      ))}
      {tests.length < documentLimits.conditions && (
        <Button icon={Plus} size="small" className="self-start" onClick={() => change([...tests, firstTest])}>
          Add a condition
        </Button>
      )}
    </>
  );
}

const firstTest: ConditionTest = { variable: 'contact.first_name', op: 'is_set' };

interface TestProps {
  readonly number: number;
  readonly test: ConditionTest;
  readonly onChange: (test: ConditionTest) => void;
  readonly onRemove: () => void;
}

function Test({ number, test, onChange, onRemove }: TestProps) {
  const [op, setOp] = useState<Op>(test.op);
  const [typed, setTyped] = useState('value' in test ? String(test.value) : '');
  const [error, setError] = useState<string>();
  const needsValue = op !== 'is_set' && op !== 'is_empty';

  function offer(variable: string, nextOp: Op, text: string) {
    const parsed = conditionTest.safeParse(testOf(variable, nextOp, text));
    setError(parsed.success || text === '' ? undefined : parsed.error.issues[0]?.message);
    if (parsed.success) onChange(parsed.data);
  }
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-line p-3">
      <legend className="sr-only">Condition {number}</legend>
      <VariableSelect aria-label="Field" value={test.variable} onChange={(variable) => offer(variable, op, typed)} />
      <Select
        aria-label="Comparison"
        options={operators}
        value={op}
        onChange={(next) => {
          setOp(next);
          offer(test.variable, next, typed);
        }}
      />
      {needsValue && (
        <Field label="Value" error={error}>
          <Input
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              offer(test.variable, op, target.value);
            }}
          />
        </Field>
      )}
      <Button variant="ghost" size="small" icon={Trash2} className="self-end" onClick={onRemove}>
        Remove
      </Button>
    </fieldset>
  );
}

/** As the schema has it: numbers are compared as numbers, `yes` and `no` are true and false. */
function testOf(variable: string, op: Op, text: string): unknown {
  if (op === 'is_set' || op === 'is_empty') return { variable, op };
  const trimmed = text.trim();
  if (op === 'contains') return { variable, op, value: trimmed };
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(trimmed)) return { variable, op, value: Number(trimmed) };
  if ((op === 'is' || op === 'is_not') && /^(yes|no)$/i.test(trimmed))
    return { variable, op, value: trimmed.toLowerCase() === 'yes' };
  return { variable, op, value: trimmed };
}
