import { paymentsRoutes } from '@engagex/domain/payments';
import { ExternalLink } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Leads to Stripe's page for the payment method and the billing address. */
export function PortalButton({ variant = 'secondary' }: { readonly variant?: 'primary' | 'secondary' }) {
  const portal = useRouteMutation(paymentsRoutes.portal, {
    onSuccess: ({ url }) => window.location.assign(url),
    onError: notifyFailure('Stripe’s page could not be opened'),
  });
  return (
    <Button
      size="small"
      variant={variant}
      icon={ExternalLink}
      loading={portal.isPending || portal.isSuccess}
      onClick={() => portal.mutate({})}
    >
      Update payment method
    </Button>
  );
}
