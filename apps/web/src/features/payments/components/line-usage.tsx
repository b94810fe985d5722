import type { InvoiceLine } from '@engagex/domain/payments';
import { type Meter, meterNames } from '@engagex/domain/usage';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { entriesWithin } from '../../usage/index.ts';

interface LineUsageProps {
  readonly line: InvoiceLine & { readonly meter: Meter };
  /** What all lines of this meter and period come to: with several prices there are several lines. */
  readonly billed: number;
}

/** Leads to what a line was made of, and adds it up in this browser. */
export function LineUsage({ line: { meter, periodStart, periodEnd }, billed }: LineUsageProps) {
  const adding = useMutation({
    mutationFn: () => entriesWithin(meter, periodStart, periodEnd),
    onError: notifyFailure('The entries were not added up'),
  });
  const name = meterNames[meter].name.toLowerCase();
  return (
    <div className="mt-1 flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          className="text-sm text-accent underline"
          href={`/settings/usage?month=${periodStart.slice(0, 7)}&of=${meter}`}
        >
          {`See the ${name} by day`}
        </Link>
        <Button size="small" loading={adding.isPending} onClick={() => adding.mutate()}>
          Add up in this browser
        </Button>
      </div>
      {adding.data &&
        (adding.data.quantity === billed ? (
          <Notice meaning="good" title="The line is right">
            {formatCount(adding.data.entries, 'entry comes', 'entries come')} to exactly {formatNumber(billed)} {name}.
          </Notice>
        ) : (
          <Notice meaning="warning" title="The entries come to something else">
            {formatNumber(billed)} {name} were billed, {formatNumber(adding.data.quantity)} are in the entries.
          </Notice>
        ))}
    </div>
  );
}
