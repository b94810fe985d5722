import { type InvoiceLine, invoicesRoutes, type InvoiceWithLines } from '@engagex/domain/payments';
import { useQuery } from '@tanstack/react-query';
import { Download, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { formatAmount, formatDay, formatLongDate } from '../../../shared/format.ts';
import { request } from '../../../shared/http.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { invoiceWords } from '../subscription-words.ts';
import { LineUsage } from './line-usage.tsx';

export function InvoiceSheet({ id, onClose }: { readonly id: string | null; readonly onClose: () => void }) {
  return (
    <Sheet open={id !== null} onOpenChange={(open) => !open && onClose()} title="Invoice">
      {id && <Opened id={id} />}
    </Sheet>
  );
}

function Opened({ id }: { readonly id: string }) {
  const query = useQuery(routeQuery(invoicesRoutes.get, { id }));
  if (query.error)
    return (
      <div className="p-5">
        <ErrorState error={query.error} what="The invoice could not be loaded." onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <SkeletonLines label="Loading the invoice" lines={6} />;
  const { number, status, currency, subtotal, tax, total, amountPaid, createdAt, paidAt, lines } = query.data;
  const { meaning, name } = invoiceWords[status];
  const money = (amount: string) => formatAmount(amount, currency);
  return (
    <div className="flex flex-col gap-4 p-5">
      <div className="flex flex-wrap items-center gap-2">
        <p className="font-medium">{number ?? 'Without a number'}</p>
        <Badge meaning={meaning}>{name}</Badge>
        <p className="w-full text-sm text-muted">
          {formatLongDate(createdAt)}
          {paidAt && `, paid on ${formatLongDate(paidAt)}`}
        </p>
      </div>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {lines.map((line) => (
          <LineItem key={line.id} line={line} currency={currency} billed={billedOf(line, lines)} />
        ))}
      </ul>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums">
        <dt className="text-muted">Subtotal</dt>
        <dd className="text-right">{money(subtotal)}</dd>
        <dt className="text-muted">Tax</dt>
        <dd className="text-right">{money(tax)}</dd>
        <dt className="font-medium">Total</dt>
        <dd className="text-right font-medium">{money(total)}</dd>
        <dt className="text-muted">Paid</dt>
        <dd className="text-right">{money(amountPaid)}</dd>
      </dl>
      <Documents invoice={query.data} />
    </div>
  );
}

/** Of the same use as this line. */
function billedOf({ meter, periodStart, periodEnd }: InvoiceLine, lines: readonly InvoiceLine[]): number {
  return lines
    .filter((line) => line.meter === meter && line.periodStart === periodStart && line.periodEnd === periodEnd)
    .reduce((sum, { quantity }) => sum + Number(quantity ?? 0), 0);
}

interface LineItemProps {
  readonly line: InvoiceLine;
  readonly currency: string;
  readonly billed: number;
}

function LineItem({ line, currency, billed }: LineItemProps) {
  const { description, amount, meter, periodStart, periodEnd } = line;
  const [from, to] = [periodStart, periodEnd].map((at) => at.slice(0, 10));
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <div className="flex justify-between gap-4">
        <p className="min-w-0 wrap-anywhere">{description}</p>
        <p className="shrink-0 tabular-nums">{formatAmount(amount, currency)}</p>
      </div>
      <p className="text-sm text-muted">{`${formatDay(from ?? '')} – ${formatDay(to ?? '')} (UTC)`}</p>
      {meter && <LineUsage line={{ ...line, meter }} billed={billed} />}
    </li>
  );
}

/** Asked for on each click: Stripe’s addresses do not hold for long. */
function Documents({ invoice: { id, status } }: { readonly invoice: InvoiceWithLines }) {
  const [opening, setOpening] = useState<'page' | 'pdf' | null>(null);
  const show = async (kind: 'page' | 'pdf') => {
    setOpening(kind);
    try {
      const url = (await request(invoicesRoutes.documents, { id }))[kind];
      if (url) window.location.assign(url);
      else throw new Error('Stripe has none for this invoice.');
    } catch (error) {
      notifyFailure('The invoice could not be opened')(error);
    } finally {
      setOpening(null);
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={Download} loading={opening === 'pdf'} onClick={() => void show('pdf')}>
        Download PDF
      </Button>
      <Button
        icon={ExternalLink}
        variant={status === 'open' ? 'primary' : 'secondary'}
        loading={opening === 'page'}
        onClick={() => void show('page')}
      >
        {status === 'open' ? 'Pay at Stripe' : 'Invoice and receipt at Stripe'}
      </Button>
    </div>
  );
}
