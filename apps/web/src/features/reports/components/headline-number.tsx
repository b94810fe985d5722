import type { Headline } from '@engagex/domain/reports';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { formatAmount, formatNumber, formatShare } from '../../../shared/format.ts';

/** One number, and how it changed; "–" where there is nothing to measure, which is not zero. */
export function HeadlineNumber({ headline }: { headline: Headline | null }) {
  if (!headline)
    return <p className="px-4 py-2 text-sm text-muted">This report has no single number. Show it as a chart.</p>;
  const { value, before, others } = headline;
  return (
    <div className="flex min-h-0 flex-1 flex-wrap content-start items-baseline gap-x-3 overflow-y-auto px-4 pb-1">
      <span className="text-2xl/7 font-semibold tracking-tight tabular-nums">{written(headline)}</span>
      {others.length > 0 && (
        <span className="text-sm text-muted">
          and {others.map((other) => formatAmount(other.value, other.currency)).join(', ')}
        </span>
      )}
      {value !== null && before !== null && <Change now={Number(value)} before={Number(before)} />}
    </div>
  );
}

function written({ value, unit }: Headline): string {
  if (value === null) return '–';
  if (unit.kind === 'money') return formatAmount(value, unit.currency);
  return unit.kind === 'share' ? formatShare(Number(value), 1) : formatNumber(Number(value));
}

function Change({ now, before }: { now: number; before: number }) {
  if (before === 0) return now === 0 ? null : <span className="text-sm text-muted">none in the period before</span>;
  const share = Math.round(((now - before) / before) * 1_000) / 10;
  const Icon = share > 0 ? ArrowUpRight : share < 0 ? ArrowDownRight : ArrowRight;
  return (
    <span className="inline-flex items-center gap-0.5 text-sm whitespace-nowrap text-muted">
      <Icon aria-hidden className="size-4" />
      {share > 0 ? '+' : ''}
      {formatNumber(share)} % to the period before
    </span>
  );
}
