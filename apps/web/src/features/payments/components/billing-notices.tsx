import type { PaymentsOverview } from '@engagex/domain/payments';
import { formatAmount, formatLongDate } from '../../../shared/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { PortalButton } from './portal-button.tsx';

/** What the owner has to know or do first. */
export function BillingNotices({ overview }: { readonly overview: PaymentsOverview }) {
  const { subscription, failed, isPending, plan } = overview;
  return (
    <>
      {isPending && (
        <Notice meaning="info">A change is being made at Stripe. This page shows it once it is done.</Notice>
      )}
      {subscription?.status === 'past_due' && (
        <Notice meaning="warning" title="The last payment failed" action={<PortalButton variant="primary" />}>
          <p>
            {failed && `${formatAmount(failed.amount, failed.currency)} could not be charged. `}
            Everything keeps working.
            {failed?.nextAttemptAt && ` The payment is tried again on ${formatLongDate(failed.nextAttemptAt)}.`}
          </p>
        </Notice>
      )}
      {subscription?.status === 'unpaid' && (
        <Notice meaning="danger" title="The subscription is not paid" action={<PortalButton variant="primary" />}>
          <p>
            Your organization is on the plan {plan.name} until it is. Nothing was deleted: update the payment method and
            pay the open invoice below.
          </p>
        </Notice>
      )}
      {subscription?.status === 'incomplete' && (
        <Notice meaning="warning" title="The first payment is not complete">
          <p>Pay the open invoice below within a day, or choose a plan again.</p>
        </Notice>
      )}
      {subscription?.status === 'paused' && (
        <Notice meaning="warning" title="The subscription is paused" action={<PortalButton variant="primary" />}>
          <p>Your organization is on the plan {plan.name} until it goes on. Nothing was deleted.</p>
        </Notice>
      )}
    </>
  );
}
