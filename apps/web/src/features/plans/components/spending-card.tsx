import { spendingRoutes, type SpendingView } from '@engagex/domain/plans';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { formatAmount, formatDateTime } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** What use beyond the plan costs this month, and the cap on it; only for those who see prices, and where something is paid by use. */
export function SpendingCard() {
  const enabled = useCan('billing:read');
  const query = useQuery({ ...routeQuery(spendingRoutes.get, {}), enabled, refetchInterval: 30_000 });
  const { data, error } = query;
  if (!enabled) return null;
  if (error && !data)
    return <ErrorState error={error} what="The spending could not be loaded." onRetry={() => void query.refetch()} />;
  const { currency, spent, cap, until, isPaidByUse, forecast } = data ?? {};
  if (!data || !isPaidByUse || !currency || !spent || !until) return null;
  return (
    <Card>
      <CardHeader
        title="Spending this month"
        state={`${formatAmount(spent, currency)} for use beyond what the plan includes, until ${formatDateTime(until)}`}
      />
      <CardBody className="flex flex-col gap-4">
        {forecast && <p>{expectedWords(forecast, currency)}</p>}
        {cap && cap.currency !== currency && (
          <Notice meaning="warning" title="The cap is in another currency than the plan">
            It is {formatAmount(cap.amount, cap.currency)}, and the plan is paid in {currency}. Until you set it again,
            only what the plan includes can be used.
          </Notice>
        )}
        <CapForm key={cap?.amount ?? 'none'} spending={data} currency={currency} />
      </CardBody>
    </Card>
  );
}

function expectedWords({ low, expected, high }: NonNullable<SpendingView['forecast']>, currency: string): string {
  const money = (amount: string) => formatAmount(amount, currency);
  const range = low === high ? '' : ` (between ${money(low)} and ${money(high)})`;
  return `By then, about ${money(expected)} is expected${range}.`;
}

const input = z.object({
  amount: z
    .string()
    .trim()
    .regex(/^(0|[1-9]\d{0,8})(\.\d{1,3})?$/, 'Enter an amount, such as 50 or 49.90.'),
});

function CapForm({ spending: { cap }, currency }: { readonly spending: SpendingView; readonly currency: string }) {
  const canWrite = useCan('billing:write');
  const form = useZodForm(input, { amount: cap?.amount ?? '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = useRouteMutation(spendingRoutes.setCap, {
    touches: ['campaigns'],
    onMutate: () => setRefusal(null),
    onSuccess: () => notify('The spending cap is set'),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  const remove = useRouteMutation(spendingRoutes.setCap, {
    touches: ['campaigns'],
    onSuccess: () => notify('There is no spending cap any more'),
    onError: notifyFailure('The spending cap was not removed'),
  });
  return (
    <form
      noValidate
      className="flex max-w-160 flex-col gap-2 sm:flex-row sm:items-start"
      onSubmit={submitTo(form, ({ amount }) => save.mutate({ amount }))}
    >
      <Field
        label={`Spending cap (${currency} a month)`}
        help="At the cap, campaigns that would cost more do not start, and more events are refused. Receipts and password resets are always sent. The price of the plan is not part of it."
        error={form.formState.errors.amount?.message ?? refusal ?? undefined}
        className="min-w-0 flex-1"
      >
        <Input
          inputMode="decimal"
          autoComplete="off"
          placeholder="No cap"
          disabled={!canWrite}
          {...form.register('amount')}
        />
      </Field>
      <div className="flex gap-2 sm:mt-6.5">
        <Button type="submit" loading={save.isPending}>
          {cap ? 'Change cap' : 'Set cap'}
        </Button>
        {cap && (
          <Button loading={remove.isPending} onClick={() => remove.mutate({ amount: null })}>
            Remove cap
          </Button>
        )}
      </div>
    </form>
  );
}
