import { useEffect, useRef } from 'react';
import type { DefaultValues, FieldValues, UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { isSame, useDraftKeeper } from '../shared/draft.ts';
import { baseOf, begin, isSent, markUnsent, useZodForm } from '../shared/form.ts';
import { notifyKept, notifyRestored } from './draft-toast.ts';

interface Kept<Values> {
  readonly version?: string | undefined;
  readonly secrets?: readonly (keyof Values)[];
}

/**
 * A form whose unsaved values this device keeps, under the name of what is edited: they are back when the form opens
 * again, whatever closed it. What is typed into a field named in `secrets` is never kept. `version` is the `updatedAt` of
 * what is edited, for `useFormVersion`: what is taken up again keeps the one it was begun from.
 *
 *     const form = useKeptForm(`group ${group?.id ?? 'new'}`, groupInput, { name: group?.name ?? '' })
 */
export function useKeptForm<Values extends FieldValues, Parsed>(
  name: string,
  schema: z.ZodType<Parsed, Values>,
  saved: Values & DefaultValues<Values>,
  { version, secrets = [] }: Kept<Values> = {},
): UseFormReturn<Values, unknown, Parsed> {
  const form = useZodForm<Values, Parsed>(schema, saved);
  const { kept, keep, forget } = useDraftKeeper<Values>(name, saved);
  const latest = useRef(saved);
  const stored = useRef({ values: saved, version });
  stored.current = { values: saved, version };
  useEffect(() => {
    const begun = { values: saved, version };
    begin(form, begun);
    const discard = () => {
      forget();
      if (baseOf(form) === kept?.base) {
        begin(form, stored.current);
        latest.current = stored.current.values;
      }
      form.reset(latest.current);
    };
    if (kept) {
      begin(form, kept.base);
      form.reset(without(secrets, kept.values, saved), { keepDefaultValues: true });
      notifyRestored(kept, discard);
    }
    let seen = structuredClone(form.getValues());
    const unsubscribe = form.subscribe({
      formState: { values: true, errors: true },
      callback: ({ values, errors = {}, defaultValues }) => {
        // Sending a form tells so as well: only what was changed or refused since is unsaved.
        if (!isSame(values, seen) || Object.keys(errors).length > 0) markUnsent(form);
        seen = structuredClone(values);
        latest.current = Object.assign({}, latest.current, defaultValues);
        keep(
          without(secrets, values, latest.current),
          latest.current,
          version === undefined ? { values: latest.current, version } : baseOf(form),
        );
      },
    });
    return () => {
      unsubscribe();
      if (isSent(form)) forget();
      else if (!isSame(without(secrets, form.getValues(), latest.current), latest.current)) notifyKept(forget);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- begins when the form opens and ends when it closes
  }, []);
  return form;
}

function without<Values>(secrets: readonly (keyof Values)[], values: Values, saved: Values): Values {
  const kept = { ...values };
  for (const secret of secrets) kept[secret] = saved[secret];
  return kept;
}
