import type { FieldErrors, FieldValues, Path, UseFormRegister } from 'react-hook-form';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

interface Limits extends FieldValues {
  perSecond: string;
  perHour: string;
  perDay: string;
}

export const limitLabels = { perSecond: 'Per second', perHour: 'Per hour', perDay: 'Per day' } as const;
const fields = Object.entries(limitLabels) as [keyof typeof limitLabels, string][]; // its own keys

/** How much a transport carries at most. */
export function LimitFields<Values extends Limits>(props: {
  register: UseFormRegister<Values>;
  errors: FieldErrors<Limits>;
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Maximum messages</legend>
      <div className="grid gap-3 sm:grid-cols-3">
        {fields.map(([name, label]) => (
          <Field key={name} label={label} error={props.errors[name]?.message}>
            {/* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Values has the fields of Limits */}
            <Input inputMode="numeric" placeholder="No limit" {...props.register(name as unknown as Path<Values>)} />
          </Field>
        ))}
      </div>
      <p className="text-sm text-muted">
        Hours start on the hour, days at midnight in your time zone. Messages over the limit wait.
      </p>
    </fieldset>
  );
}
