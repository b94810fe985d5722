import { exploreLimits, funnelOrders, type FunnelQuery } from '@engagex/domain/explore';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { orderWords } from '../explore-words.ts';
import type { FieldsProps } from './fields-props.ts';
import { EventInput } from './event-input.tsx';
import { PropertyInput } from './property-input.tsx';

const least = 2;
const units = [
  { value: 'minute', label: 'minutes' },
  { value: 'hour', label: 'hours' },
  { value: 'day', label: 'days' },
] as const;

export function FunnelFields({ query, names, onChange }: FieldsProps<FunnelQuery>) {
  const { steps, order, window, exclusions, breakdown } = query;
  const first = steps[0]?.name ?? null;
  function move(from: number, to: number) {
    const moved = steps[from];
    if (moved) onChange({ ...query, steps: steps.toSpliced(from, 1).toSpliced(to, 0, moved) });
  }
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">Steps</legend>
        {steps.map((step, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same event may be several steps
          <div key={index} className="grid grid-cols-[1.25rem_minmax(0,1fr)] items-start gap-1">
            <span className="pt-1.5 text-sm text-muted">{index + 1}</span>
            <div>
              <EventInput
                label={`Step ${index + 1}`}
                names={names}
                value={step}
                onChange={(next) => onChange({ ...query, steps: steps.with(index, next) })}
                onRemove={
                  steps.length > least ? () => onChange({ ...query, steps: steps.toSpliced(index, 1) }) : undefined
                }
              />
              <div className="flex">
                {index > 0 && (
                  <IconButton
                    size="small"
                    label={`Move step ${index + 1} up`}
                    icon={ArrowUp}
                    onClick={() => move(index, index - 1)}
                  />
                )}
                {index < steps.length - 1 && (
                  <IconButton
                    size="small"
                    label={`Move step ${index + 1} down`}
                    icon={ArrowDown}
                    onClick={() => move(index, index + 1)}
                  />
                )}
              </div>
            </div>
          </div>
        ))}
        {steps.length < exploreLimits.funnelSteps && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            className="self-start"
            onClick={() => onChange({ ...query, steps: [...steps, { name: '', properties: [] }] })}
          >
            Add a step
          </Button>
        )}
      </fieldset>
      <Field label="Order">
        <Select
          options={funnelOrders.map((value) => ({ value, label: orderWords[value] }))}
          value={order}
          onChange={(next) => onChange({ ...query, order: next })}
        />
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium">All steps within</legend>
        <div className="grid grid-cols-[5rem_minmax(0,1fr)] gap-2">
          <Input
            type="number"
            min={1}
            aria-label="How many"
            value={window.count}
            onChange={({ target }) =>
              target.value && onChange({ ...query, window: { ...window, count: Number(target.value) } })
            }
          />
          <Select
            aria-label="Unit"
            options={units}
            value={window.unit}
            onChange={(unit) => onChange({ ...query, window: { ...window, unit } })}
          />
        </div>
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">
          An attempt ends with <span className="font-normal text-muted">(optional)</span>
        </legend>
        {exclusions.map((event, index) => (
          <EventInput
            key={index} // oxlint-disable-line react/no-array-index-key -- as above
            label={`Ending event ${index + 1}`}
            names={names}
            orAnything={false}
            value={event}
            onChange={(next) => onChange({ ...query, exclusions: exclusions.with(index, next) })}
            onRemove={() => onChange({ ...query, exclusions: exclusions.toSpliced(index, 1) })}
          />
        ))}
        {exclusions.length < exploreLimits.funnelExclusions && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            className="self-start"
            onClick={() => onChange({ ...query, exclusions: [...exclusions, { name: '', properties: [] }] })}
          >
            Add an event that ends it
          </Button>
        )}
      </fieldset>
      <PropertyInput
        label="Break down by"
        help="A property of the first step."
        optional
        event={first}
        value={breakdown?.property ?? ''}
        onChange={(property) =>
          onChange({ ...query, breakdown: property ? { property, most: breakdown?.most ?? 5 } : null })
        }
      />
    </>
  );
}
