import type { EventTotals } from '@engagex/domain/analytics';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatAmount, formatCount, formatNumber, formatShare } from '../../../shared/format.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Stat } from '../../../ui/stat.tsx';

/** What people did, in numbers. */
export function Totals({ totals }: { totals: EventTotals }) {
  const { events, pageViews, purchases, mostViewedProduct } = totals;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 last:*:col-span-2 lg:grid-cols-5 lg:last:*:col-span-1">
        <Stat label="Events" value={formatNumber(events)} />
        <Stat label="Page views" value={formatNumber(pageViews)} />
        <Stat label="Purchases" value={formatNumber(purchases)} />
        <Stat
          label="Conversion"
          value={pageViews === 0 ? '0%' : formatShare(purchases, pageViews)}
          detail="purchases ÷ page views"
        />
        <Stat
          label="Most viewed product"
          value={<span className="block truncate normal-nums">{mostViewedProduct?.productId ?? '–'}</span>}
          detail={formatCount(mostViewedProduct?.views ?? 0, 'page view')}
        />
      </dl>
      <div className="grid items-start gap-3 lg:grid-cols-2 xl:grid-cols-[1fr_1.9fr_1fr]">
        <ByName totals={totals} />
        <Purchases totals={totals} />
        <Products totals={totals} />
      </div>
    </>
  );
}

const shownNames = 8;

function ByName({ totals: { byName, otherNames, events } }: { totals: EventTotals }) {
  const [period] = useUrlState('period');
  const shown = byName.slice(0, shownNames);
  const rest = byName.slice(shownNames);
  const others = otherNames.names + rest.length;
  const inOthers = otherNames.count + rest.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card>
      <CardHeader title="By event" />
      <CardBody>
        {shown.length === 0 ? (
          <p className="text-muted">No events in this period.</p>
        ) : (
          <ol className="flex flex-col gap-2 text-sm">
            {shown.map(({ name, count }) => (
              <li key={name}>
                <Bar share={count / events}>
                  <Link
                    href={`/events?${new URLSearchParams({ ...(period && { period }), name })}`}
                    className="truncate hover:underline"
                  >
                    {name}
                  </Link>
                  <span className="tabular-nums">{formatNumber(count)}</span>
                </Bar>
              </li>
            ))}
            {others > 0 && (
              <li className="flex justify-between text-muted">
                {formatCount(others, 'other event')} <span className="tabular-nums">{formatNumber(inOthers)}</span>
              </li>
            )}
          </ol>
        )}
      </CardBody>
    </Card>
  );
}

function Bar({ share, children }: { share: number; children: ReactNode }) {
  return (
    <div className="relative flex items-center justify-between gap-4 rounded-sm px-2 py-1">
      <div
        aria-hidden
        className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft"
        style={{ width: `${share * 100}%` }}
      />
      <div className="relative flex min-w-0 flex-1 items-center justify-between gap-4">{children}</div>
    </div>
  );
}

function Purchases({ totals: { amounts } }: { totals: EventTotals }) {
  return (
    <Card className="min-w-0">
      <CardHeader title="Purchases" />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, which must be possible by keyboard */}
      <div className="overflow-x-auto p-4" role="region" aria-label="Purchases by currency" tabIndex={0}>
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr className="text-right text-xs text-muted">
              <th scope="col" className="pb-1 text-left font-medium">
                Currency
              </th>
              {['Purchases', 'Average', 'Minimum', 'Maximum', 'Total'].map((name) => (
                <th key={name} scope="col" className="pb-1 pl-3 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {amounts.map(({ currency, purchases, ...amount }) => (
              <tr key={currency} className="text-right">
                <th scope="row" className="py-1 text-left font-normal">
                  {currency}
                </th>
                <td className="pl-3">{formatNumber(purchases)}</td>
                <td className="pl-3">{formatAmount(amount.average, currency)}</td>
                <td className="pl-3">{formatAmount(amount.minimum, currency)}</td>
                <td className="pl-3">{formatAmount(amount.maximum, currency)}</td>
                <td className="pl-3 font-medium">{formatAmount(amount.sum, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Products({ totals: { products } }: { totals: EventTotals }) {
  const most = products[0]?.views ?? 0;
  return (
    <Card>
      <CardHeader title="Products by page views" />
      <CardBody>
        {products.length === 0 ? (
          <p className="text-muted">No page views with a product_id in this period.</p>
        ) : (
          <ol className="flex flex-col gap-2 text-sm">
            {products.slice(0, shownNames).map(({ productId, views }) => (
              <li key={productId}>
                <Bar share={views / most}>
                  <span className="truncate">{productId}</span>
                  <span className="tabular-nums">{formatNumber(views)}</span>
                </Bar>
              </li>
            ))}
          </ol>
        )}
      </CardBody>
    </Card>
  );
}
