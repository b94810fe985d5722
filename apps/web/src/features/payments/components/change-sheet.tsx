import { type Charge, paymentsRoutes, type PlanChangePreview, type PlanChoice } from '@engagex/domain/payments';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../shared/api-error.ts';
import { formatAmount, formatLongDate } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify } from '../../../ui/toast.tsx';

interface ChangeSheetProps {
  /** Null while closed. */
  readonly plan: PlanChoice | null;
  readonly onClose: () => void;
}

/** What a change of plan costs now and next, line by line, before it is confirmed. */
export function ChangeSheet({ plan, onClose }: ChangeSheetProps) {
  return (
    <Sheet
      open={plan !== null}
      onOpenChange={(open) => !open && onClose()}
      title={plan ? `Change to ${plan.name}` : ''}
    >
      {plan && <Preview plan={plan.key} onClose={onClose} />}
    </Sheet>
  );
}

function Preview({ plan, onClose }: { readonly plan: string; readonly onClose: () => void }) {
  const query = useQuery({
    ...routeQuery(paymentsRoutes.preview, { plan }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  if (query.error)
    return (
      <div className="p-5">
        <ErrorState error={query.error} what="The costs could not be shown." onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data || query.isFetching) return <SkeletonLines label="Working out the costs" lines={8} />;
  return <Costs preview={query.data} onClose={onClose} onOutdated={() => void query.refetch()} />;
}

interface CostsProps {
  readonly preview: PlanChangePreview;
  readonly onClose: () => void;
  readonly onOutdated: () => void;
}

function Costs({ preview, onClose, onOutdated }: CostsProps) {
  const { plan, when, at, now, next, nextAt, confirmation } = preview;
  const change = useRouteMutation(paymentsRoutes.change, {
    touches: ['invoices', 'plans'],
    onSuccess: () => {
      notify(
        when === 'now' ? `The plan is now ${plan.name}` : `The plan changes to ${plan.name} on ${formatLongDate(at)}`,
      );
      onClose();
    },
  });
  const due = formatAmount(now.amountDue, now.currency);
  const isFree = Number(now.amountDue) === 0;
  return (
    <div className="flex flex-col gap-5 p-5">
      <section className="flex flex-col gap-2" aria-labelledby="charged-now">
        <h3 id="charged-now" className="font-medium">
          {isFree ? 'Nothing is charged now' : `Charged now: ${due}`}
        </h3>
        <p className="text-sm text-muted">{whenWords(preview)}</p>
        <Lines charge={now} />
      </section>
      <section className="flex flex-col gap-2" aria-labelledby="charged-next">
        <h3 id="charged-next" className="font-medium">
          {`On ${formatLongDate(nextAt)}: ${formatAmount(next.total, next.currency)}`}
        </h3>
        <p className="text-sm text-muted">And each month from then on. Metered use is added.</p>
        <Lines charge={next} />
      </section>
      {change.error && (
        <Notice
          meaning="danger"
          action={
            <Button size="small" onClick={onOutdated}>
              Look again
            </Button>
          }
        >
          {messageOf(change.error)}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          loading={change.isPending}
          onClick={() => change.mutate({ plan: plan.key, ...confirmation })}
        >
          {isFree ? `Change to ${plan.name}` : `Pay ${due} and change`}
        </Button>
      </div>
    </div>
  );
}

function whenWords({ when, at, now, nextAt }: PlanChangePreview): string {
  if (when === 'period_end')
    return `The current plan is paid until ${formatLongDate(at)} and stays until then. You can revoke the change before.`;
  return now.lines.length === 0
    ? `The plan changes at once, and the trial goes on until ${formatLongDate(nextAt)}.`
    : 'The plan changes at once. What is left of the current period is given back and charged at the new price.';
}

function Lines({ charge: { lines, currency, tax, total, amountDue } }: { readonly charge: Charge }) {
  if (lines.length === 0) return null;
  const money = (amount: string) => formatAmount(amount, currency);
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
      {lines.map((line, n) => (
        <Line key={n} name={line.description} amount={money(line.amount)} />
      ))}
      {Number(tax) !== 0 && <Line name="Tax" amount={money(tax)} />}
      <Line name="Total" amount={money(total)} isStrong />
      {amountDue !== total && <Line name="To pay, after your credit" amount={money(amountDue)} isStrong />}
    </dl>
  );
}

function Line({ name, amount, isStrong = false }: { name: string; amount: string; isStrong?: boolean }) {
  return (
    <>
      <dt className={isStrong ? 'border-t border-line pt-1 font-medium' : 'wrap-anywhere'}>{name}</dt>
      <dd className={`text-right tabular-nums ${isStrong ? 'border-t border-line pt-1 font-medium' : ''}`}>{amount}</dd>
    </>
  );
}
