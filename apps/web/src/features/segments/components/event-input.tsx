import { eventSchemasRoutes, type SuggestedEvent } from '@engagex/domain/event-schemas';
import type { EventCondition } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { Plus, Sigma, X } from 'lucide-react';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import type { ConditionOf } from './condition-props.ts';
import { DidOrNot, TimesInput, WindowInput } from './did-input.tsx';
import {
  BooleanPredicateInput,
  NumberPredicateInput,
  SumPredicateInput,
  TextPredicateInput,
} from './predicate-input.tsx';

type Property = EventCondition['properties'][number];
type Known = SuggestedEvent['properties'];

const maxProperties = 5;

/** An event: which, how often, when, with what properties, and what these add up to. */
export function EventInput({ condition, onChange }: ConditionOf<'event'>) {
  const { name, properties, sum } = condition;
  const events = useQuery(routeQuery(eventSchemasRoutes.suggestions, {}));
  const items = events.data?.items ?? [];
  const known = items.find((each) => each.name === name)?.properties ?? [];
  const put = (index: number, ...next: Property[]) =>
    onChange({ ...condition, properties: properties.toSpliced(index, 1, ...next) });
  return (
    <>
      <DidOrNot
        of="Event"
        did="did"
        didNot="did not do"
        value={condition.op}
        onChange={(op) => onChange({ ...condition, op })}
      />
      <SuggestInput
        aria-label="Event name"
        placeholder="order_placed"
        className="sm:w-44"
        suggestions={items.map((each) => each.name)}
        value={name}
        onChange={(next) => onChange({ ...condition, name: next })}
      />
      <TimesInput of="Event" times={condition.times} onChange={(times) => onChange({ ...condition, times })} />
      <WindowInput of="Event" window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
      {properties.map((property, index) => (
        <PropertyInput
          key={index}
          place={index + 1}
          property={property}
          known={known}
          onChange={(next) => put(index, next)}
          onRemove={() => put(index)}
        />
      ))}
      {sum && (
        <SumInput
          sum={sum}
          known={known}
          onChange={(next) => onChange({ ...condition, sum: next })}
          onRemove={() => onChange({ ...condition, sum: null })}
        />
      )}
      <div className="flex w-full flex-wrap gap-2">
        {properties.length < maxProperties && (
          <Button size="small" variant="ghost" icon={Plus} onClick={() => put(properties.length, newProperty(known))}>
            Where a property…
          </Button>
        )}
        {!sum && (
          <Button
            size="small"
            variant="ghost"
            icon={Sigma}
            onClick={() => onChange({ ...condition, sum: newSum(known) })}
          >
            With a sum of…
          </Button>
        )}
      </div>
    </>
  );
}

interface PropertyProps {
  readonly place: number;
  readonly property: Property;
  readonly known: Known;
  readonly onChange: (property: Property) => void;
  readonly onRemove: () => void;
}

const types = [
  { value: 'text', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'boolean', label: 'yes or no' },
] as const;

function PropertyInput({ place, property, known, onChange, onRemove }: PropertyProps) {
  const of = `Property ${place}`;
  const rename = (name: string) => {
    const type = known.find((each) => each.name === name)?.type ?? property.type;
    onChange(type === property.type ? { ...property, name } : propertyOf(name, type));
  };
  return (
    <div className="flex w-full flex-wrap items-start gap-2 border-l-2 border-line pl-3">
      <span className="py-1.5 text-muted">where</span>
      <SuggestInput
        aria-label={`${of}: name`}
        placeholder="shop"
        className="sm:w-36"
        suggestions={known.map(({ name }) => name)}
        value={property.name}
        onChange={rename}
      />
      <Select
        aria-label={`${of}: type`}
        className="sm:w-28"
        options={types}
        value={property.type}
        onChange={(type) => onChange(propertyOf(property.name, type))}
      />
      {property.type === 'text' && (
        <TextPredicateInput
          of={of}
          predicate={property.predicate}
          onChange={(predicate) => onChange({ ...property, predicate })}
        />
      )}
      {property.type === 'number' && (
        <NumberPredicateInput
          of={of}
          predicate={property.predicate}
          onChange={(predicate) => onChange({ ...property, predicate })}
        />
      )}
      {property.type === 'boolean' && (
        <BooleanPredicateInput
          of={of}
          predicate={property.predicate}
          onChange={(predicate) => onChange({ ...property, predicate })}
        />
      )}
      <IconButton label={`Remove property ${place}`} icon={X} onClick={onRemove} />
    </div>
  );
}

type Sum = NonNullable<EventCondition['sum']>;

interface SumProps {
  readonly sum: Sum;
  readonly known: Known;
  readonly onChange: (sum: Sum) => void;
  readonly onRemove: () => void;
}

function SumInput({ sum, known, onChange, onRemove }: SumProps) {
  return (
    <div className="flex w-full flex-wrap items-start gap-2 border-l-2 border-line pl-3">
      <span className="py-1.5 text-muted">with a sum of</span>
      <SuggestInput
        aria-label="Sum: property"
        placeholder="total"
        className="sm:w-36"
        suggestions={known.flatMap(({ name, type }) => (type === 'number' ? [name] : []))}
        value={sum.name}
        onChange={(name) => onChange({ ...sum, name })}
      />
      <SumPredicateInput of="Sum" predicate={sum.predicate} onChange={(predicate) => onChange({ ...sum, predicate })} />
      <IconButton label="Remove the sum" icon={X} onClick={onRemove} />
    </div>
  );
}

function propertyOf(name: string, type: Property['type']): Property {
  if (type === 'number') return { name, type, predicate: { op: 'gte', value: 1 } };
  return type === 'boolean'
    ? { name, type, predicate: { op: 'is', value: true } }
    : { name, type, predicate: { op: 'is', value: '' } };
}

function newProperty(known: Known): Property {
  const [first] = known;
  return propertyOf(first?.name ?? '', first?.type ?? 'text');
}

function newSum(known: Known): Sum {
  return { name: known.find(({ type }) => type === 'number')?.name ?? '', predicate: { op: 'gte', value: 1 } };
}
