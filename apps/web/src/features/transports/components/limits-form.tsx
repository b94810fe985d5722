import { transportsRoutes, type TransportView } from '@engagex/domain/transports';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { LimitFields, limitLabels } from './limit-fields.tsx';
import { numberOf, textOf } from './transport-words.ts';

const asTyped = z.object({ perSecond: z.string(), perHour: z.string(), perDay: z.string() });
const valuesOf = ({ perSecond, perHour, perDay }: TransportView) => ({
  perSecond: textOf(perSecond),
  perHour: textOf(perHour),
  perDay: textOf(perDay),
});

/** The limits alone, for the transport of the installation, whose server is not ours to change. */
export function LimitsForm({ transport, close }: { transport: TransportView; close: () => void }) {
  const { id, name, updatedAt } = transport;
  const form = useKeptForm(`limits of transport ${id}`, asTyped, valuesOf(transport), { version: updatedAt });
  const version = useFormVersion(form, {
    stored: transport,
    valuesOf,
    labels: limitLabels,
    save: (): void => save(),
  });
  const limit = useRouteMutation(transportsRoutes.limit, {
    onSuccess: () => {
      notify(`Limits of “${name}” saved`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The limits were not saved')),
  });
  function submit(values: z.output<typeof asTyped>) {
    const input = transportsRoutes.limit.body.safeParse({
      perSecond: numberOf(values.perSecond),
      perHour: numberOf(values.perHour),
      perDay: numberOf(values.perDay),
    });
    if (input.success) return limit.mutate({ id, ...input.data, version: version.current() });
    for (const { path, message } of input.error.issues) {
      const field = asTyped.keyof().safeParse(path[0]);
      if (field.success) form.setError(field.data, { message });
    }
  }
  const save = submitTo(form, submit);
  return (
    <form noValidate className="contents" onSubmit={save}>
      <DialogBody>
        <LimitFields register={form.register} errors={form.formState.errors} />
        {version.notices}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={limit.isPending}>
          Save limits
        </Button>
      </DialogFooter>
    </form>
  );
}
