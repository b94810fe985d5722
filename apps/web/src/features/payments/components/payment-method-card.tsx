import type { PaymentMethod } from '@engagex/domain/payments';
import { CreditCard } from 'lucide-react';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { PortalButton } from './portal-button.tsx';

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  sepa_debit: 'SEPA Direct Debit',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** What is paid with; Stripe keeps it and has a page to change it. */
export function PaymentMethodCard({ method }: { readonly method: PaymentMethod | null }) {
  return (
    <Card>
      <CardHeader title="Payment method" action={<PortalButton />} />
      <CardBody>
        {method ? (
          <p className="flex items-center gap-2">
            <CreditCard aria-hidden className="size-4 shrink-0 text-muted" />
            <span>
              {brands[method.brand] ?? method.brand}
              {method.last4 && ` ending in ${method.last4}`}
              {method.expMonth !== null && method.expYear !== null && (
                <span className="text-muted">{`, expires ${String(method.expMonth).padStart(2, '0')}/${method.expYear}`}</span>
              )}
            </span>
          </p>
        ) : (
          <p className="text-muted">There is none. Add one before the next payment is due.</p>
        )}
      </CardBody>
    </Card>
  );
}
