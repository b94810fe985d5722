import { zodResolver } from '@hookform/resolvers/zod';
import {
  useForm,
  type DefaultValues,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  type UseFormReturn,
} from 'react-hook-form';
import type { SubmitEvent } from 'react';
import type { z } from 'zod';
import { ApiError, messageOf } from './api-error.ts';
import { type Base, isSame } from './draft.ts';

/**
 * A form checked by the same schema as the API: on blur first, then while a mistake is being fixed. A message that went
 * only on the next blur would move the button under the pointer that is pressing it.
 *
 *     const form = useZodForm(groupInput, { name: '' })
 *     <form noValidate onSubmit={submitTo(form, (input) => create.mutate(input))}>
 *       <Field label="Name" error={form.formState.errors.name?.message}><Input {...form.register('name')} /></Field>
 */
export function useZodForm<Values extends FieldValues, Parsed>(
  schema: z.ZodType<Parsed, Values>,
  defaultValues: DefaultValues<Values>,
): UseFormReturn<Values, unknown, Parsed> {
  return useForm<Values, unknown, Parsed>({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    reValidateMode: 'onChange',
    defaultValues,
  });
}

/** What is in each form was begun from this. */
const bases = new WeakMap<object, Base<unknown>>();

export function baseOf<Values extends FieldValues, Parsed>(form: UseFormReturn<Values, unknown, Parsed>): Base<Values> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `begin` put one of this form's values there
  return (bases.get(form.control) as Base<Values> | undefined) ?? { values: form.getValues(), version: undefined };
}

/** From now on, what is in the form counts as begun from `base`. */
export function begin<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  base: Base<Values>,
): void {
  bases.set(form.control, base);
}

/** Forms whose values are on their way: sent, and neither changed nor refused since. */
const sent = new WeakSet<object>();

/** What each form held when it was sent last. */
const sentValues = new WeakMap<object, FieldValues>();

/** Whether the form was sent and neither changed nor refused since: then nothing unsaved is in it. */
export function isSent(form: { readonly control: object }): boolean {
  return sent.has(form.control);
}

/** There is something in the form again that is not saved. */
export function markUnsent(form: { readonly control: object }): void {
  sent.delete(form.control);
}

/** Checks the form and hands its values on; otherwise marks what is wrong and goes to the first of it. */
export function submitTo<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  take: (input: Parsed) => unknown,
): ((event: SubmitEvent<HTMLFormElement>) => void) & (() => void) {
  return (event?: SubmitEvent<HTMLFormElement>) =>
    void form.handleSubmit((input) => {
      sent.add(form.control);
      sentValues.set(form.control, structuredClone(form.getValues()));
      void take(input);
    })(event);
}

/** What was sent is stored, as `stored` says. What was typed since then stays in the form, and is not saved yet. */
export function settleForm<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  stored: Values,
): void {
  const [was, is] = [sentValues.get(form.control), structuredClone(form.getValues())];
  replaceValues(form, stored);
  if (!was) return;
  for (const field of Object.keys(is).filter((each) => !isSame(is[each], was[each]))) setField(form, field, is[field]);
}

/** Puts these values in the form, as what counts as saved, without taking a field away from anyone who is typing in it. */
export function replaceValues<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  values: Values,
): void {
  form.reset(values, { keepFieldsRef: true });
}

/** Sets what is in a field, named by its path, to a value that was read from it. */
export function setField<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  field: string,
  value: unknown,
): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name comes from this form
  const path = field as FieldPath<Values>;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read from the field it goes back to
  form.setValue(path, value as FieldPathValue<Values, typeof path>, { shouldDirty: true });
}

/**
 * Puts what the server refused beside its fields and returns what belongs to none of them, for a `Notice` on top of the
 * form; null when every problem found its field. Nothing typed is touched.
 */
export function showServerErrors<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  error: unknown,
): string | null {
  markUnsent(form);
  const known = Object.keys(form.getValues());
  const problems = error instanceof ApiError ? error.errors : [];
  const [mine, others] = [
    problems.filter(({ path: [first] }) => first !== undefined && known.includes(first)),
    problems.filter(({ path: [first] }) => first === undefined || !known.includes(first)),
  ];
  for (const { path, message } of mine) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its first step is a field of this form
    form.setError(path.join('.') as FieldPath<Values>, { message });
  }
  if (mine.length > 0 && others.length === 0) return null;
  return others.length > 0 ? others.map(({ message }) => message).join(' ') : messageOf(error);
}
