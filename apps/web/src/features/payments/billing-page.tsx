import { paymentsRoutes } from '@engagex/domain/payments';
import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { ApiError } from '../../shared/api-error.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { BillingNotices } from './components/billing-notices.tsx';
import { InvoicesTable } from './components/invoices-table.tsx';
import { PaymentMethodCard } from './components/payment-method-card.tsx';
import { PlanChoices } from './components/plan-choices.tsx';
import { Returned } from './components/returned.tsx';
import { ShadowInvoices } from './components/shadow-invoices.tsx';
import { SubscriptionCard } from './components/subscription-card.tsx';

/** What the organization pays for and how, the plans it can choose, and its invoices. */
export function BillingPage() {
  const query = useQuery({
    ...routeQuery(paymentsRoutes.get, {}),
    refetchInterval: ({ state }) => (state.data?.isPending ? 3_000 : false),
    retry: false,
  });
  const refresh = useRouteMutation(paymentsRoutes.refresh, {
    touches: ['invoices', 'plans'],
    onError: notifyFailure('Stripe could not be asked'),
  });
  const { data, error } = query;
  if (error && !data)
    return (
      <SettingsPage>
        {error instanceof ApiError && error.code === 'payments.not-found' ? (
          <EmptyState picture="file">
            This installation takes no payments. Ask whoever runs it to change your plan.
          </EmptyState>
        ) : (
          <ErrorState error={error} what="Billing could not be loaded." onRetry={() => void query.refetch()} />
        )}
      </SettingsPage>
    );
  return (
    <SettingsPage
      action={
        data?.asOf && (
          <Button icon={RotateCw} loading={refresh.isPending} onClick={() => refresh.mutate({})}>
            Refresh
          </Button>
        )
      }
    >
      {!data && <SkeletonLines label="Loading billing" lines={10} />}
      <Returned />
      {data && (
        <>
          <BillingNotices overview={data} />
          <SubscriptionCard overview={data} />
          <PlanChoices overview={data} />
          {data.subscription && <PaymentMethodCard method={data.paymentMethod} />}
          <InvoicesTable />
          <ShadowInvoices overview={data} />
          {data.asOf && (
            <p className="text-sm text-muted">
              Payments are handled by Stripe. As of <Time value={data.asOf} as="date-time" />.
            </p>
          )}
        </>
      )}
    </SettingsPage>
  );
}
