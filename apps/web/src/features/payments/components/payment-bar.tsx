import { paymentsRoutes } from '@engagex/domain/payments';
import { useQuery } from '@tanstack/react-query';
import { CreditCard } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { formatLongDate, useWriting } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';

/** Stands above every page of those who may see billing while a payment is late. */
export function PaymentBar() {
  useWriting();
  const [path] = useLocation();
  const { data } = useQuery({ ...routeQuery(paymentsRoutes.get, {}), retry: false });
  const status = data?.subscription?.status;
  if (path === '/settings/billing') return null; // which says it itself
  if (!data || (status !== 'past_due' && status !== 'unpaid')) return null;
  const nextAttemptAt = data.failed?.nextAttemptAt;
  return (
    <section
      aria-label="Payment"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-warning-line bg-warning-soft px-4 py-2 md:px-8"
    >
      <CreditCard aria-hidden className="size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 basis-56">
        {status === 'past_due'
          ? `The last payment failed. Everything keeps working${nextAttemptAt ? `, and the payment is tried again on ${formatLongDate(nextAttemptAt)}` : ''}.`
          : `The subscription is not paid, so the plan is ${data.plan.name}. Nothing was deleted.`}
      </p>
      <Link href="/settings/billing" className="font-medium underline">
        Update the payment method
      </Link>
    </section>
  );
}
