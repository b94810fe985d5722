import { domainLimitInput, domainLimitsRoutes, type DomainLimitView, warmUpDays } from '@engagex/domain/transports';
import { z } from 'zod';
import { ApiError } from '../../../shared/api-error.ts';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { numberOf, textOf } from '../../transports/index.ts';
import { WarmUpCalendar } from './warm-up-calendar.tsx';

interface DomainLimitDialogProps {
  readonly domain: string;
  /** The limit to change; null for a new one. */
  readonly limit: DomainLimitView | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function DomainLimitDialog({ domain, limit, open, onOpenChange }: DomainLimitDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Daily limit of ${domain}`}>
      <LimitForm domain={domain} limit={limit} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const asTyped = z.object({
  perDay: z.string(),
  warmsUp: z.boolean(),
  from: z.string(),
  first: z.string(),
  target: z.string(),
});
type AsTyped = z.output<typeof asTyped>;
const labels = {
  perDay: 'Messages per day',
  warmsUp: 'Warm up',
  from: 'First day',
  first: 'On the first day',
  target: 'Stop at',
};

type LimitFormProps = Pick<DomainLimitDialogProps, 'domain' | 'limit'> & { readonly close: () => void };

function LimitForm({ domain, limit, close }: LimitFormProps) {
  const form = useKeptForm(`domain limit ${domain}`, asTyped, valuesOf(limit), {
    version: limit?.updatedAt,
  });
  const version = useFormVersion(form, { stored: limit, valuesOf, labels, save: (): void => save() });
  const { errors } = form.formState;
  const typed = form.watch();
  const planned = domainLimitInput.safeParse({ domain, ...inputOf(typed) });

  function show(problems: readonly { path: readonly PropertyKey[]; message: string }[]): boolean {
    const fields = problems.map(({ path, message }) => ({ field: asTyped.keyof().safeParse(path.at(-1)), message }));
    for (const { field, message } of fields) if (field.success) form.setError(field.data, { message });
    return fields.length > 0 && fields.every(({ field }) => field.success);
  }
  const options = {
    onSuccess: () => {
      notify(`Limit for ${domain} saved`);
      close();
    },
    onError: version.onRefused((error) => {
      if (!(error instanceof ApiError && show(error.errors))) notifyFailure('The limit was not saved')(error);
    }),
  };
  const create = useRouteMutation(domainLimitsRoutes.create, options);
  const update = useRouteMutation(domainLimitsRoutes.update, options);
  function submit(values: AsTyped) {
    const input = domainLimitInput.safeParse({ domain, ...inputOf(values) });
    if (!input.success) return void show(input.error.issues);
    if (limit) update.mutate({ id: limit.id, ...input.data, version: version.current() });
    else create.mutate(input.data);
  }

  const save = submitTo(form, submit);
  return (
    <form noValidate className="contents" onSubmit={save}>
      <DialogBody>
        <Field label="Messages per day" help="After warm-up." error={errors.perDay?.message}>
          <Input inputMode="numeric" placeholder="No limit" {...form.register('perDay')} />
        </Field>
        <Checkbox label="Warm up" help="The daily limit doubles every day." {...form.register('warmsUp')} />
        {typed.warmsUp && (
          <div className="grid gap-3 sm:grid-cols-3">
            <Field label="First day" error={errors.from?.message}>
              <Input type="date" {...form.register('from')} />
            </Field>
            <Field label="On the first day" error={errors.first?.message}>
              <Input inputMode="numeric" {...form.register('first')} />
            </Field>
            <Field label="Stop at" error={errors.target?.message}>
              <Input inputMode="numeric" {...form.register('target')} />
            </Field>
          </div>
        )}
        {version.notices}
        {planned.success && planned.data.warmUp && (
          <WarmUpCalendar days={warmUpDays(planned.data.warmUp)} today={limit?.today ?? ''} domain={domain} />
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          Save limit
        </Button>
      </DialogFooter>
    </form>
  );
}

function valuesOf(limit: DomainLimitView | null): AsTyped {
  return {
    perDay: textOf(limit?.perDay ?? null),
    warmsUp: limit ? limit.warmUp !== null : true,
    from: limit?.warmUp?.from ?? new Date().toISOString().slice(0, 10),
    first: String(limit?.warmUp?.first ?? 50),
    target: String(limit?.warmUp?.target ?? 50_000),
  };
}

function inputOf({ perDay, warmsUp, from, first, target }: AsTyped) {
  const warmUp = warmsUp ? { from, first: numberOf(first), target: numberOf(target) } : null;
  return { perDay: numberOf(perDay), warmUp };
}
