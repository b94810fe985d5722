import type { AbTestMetric, VariantReport } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatAmount, formatNumber, formatShare } from '../../../shared/format.ts';
import { useCan } from '../../../shared/session.ts';
import { useHere } from '../../../shared/url-state.ts';
import { Badge } from '../../../ui/badge.tsx';
import { showPeople } from '../../deliveries/index.ts';

interface VariantCardProps {
  readonly report: VariantReport;
  readonly metric: AbTestMetric;
  /** Of revenue. */
  readonly currency: string | null;
  /** The highest end of all ranges, so that bars can be compared. */
  readonly highest: number;
  readonly isSent: boolean;
  readonly action: ReactNode;
}

const words: Readonly<Record<AbTestMetric, string>> = {
  clicks: 'Clicked',
  opens: 'Opened',
  conversions: 'Converted',
  revenue: 'Revenue per message',
};

/** One variant beside the others: its rate with the range, and how likely it is the best. */
export function VariantCard({ report, metric, currency, highest, isSent, action }: VariantCardProps) {
  const { variant, subject, senderName, accepted, opened, clicked, converted, unsubscribed, rate, low, high } = report;
  const shown = (value: number) =>
    metric === 'revenue' && currency ? formatStatistic(value, currency) : formatShare(value, 1);
  return (
    <section aria-label={`Variant ${variant}`} className="flex flex-col gap-3 rounded-md border border-line p-4">
      <div className="flex items-start justify-between gap-2">
        <h3 className="font-semibold">
          {variant}: “{withStandIns(subject)}”
        </h3>
        {isSent && <Badge meaning="good">Sent to the rest</Badge>}
      </div>
      <p className="text-sm text-muted">From {senderName}</p>
      <div>
        <p className="flex items-baseline justify-between gap-2">
          <span className="text-muted">{words[metric]}</span>
          <span className="text-2xl font-semibold tabular-nums">{shown(rate)}</span>
        </p>
        <Range low={low} high={high} rate={rate} highest={highest} />
        <p className="text-sm text-muted">
          between {shown(low)} and {shown(high)}
        </p>
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
        <Figure label="Chance of being best" value={formatShare(report.probability, 1)} />
        <Figure
          label="Expected loss"
          value={
            metric === 'revenue' && currency
              ? formatStatistic(report.loss, currency)
              : `${formatNumber(Number((report.loss * 100).toFixed(2)))} points`
          }
        />
        <Figure label="Accepted" value={<People variant={variant} count={accepted} query="state=accepted" />} />
        <Figure label="Opened" value={<People variant={variant} count={opened} query="state=accepted&did=opened" />} />
        <Figure
          label="Clicked"
          value={<People variant={variant} count={clicked} query="state=accepted&did=clicked" />}
        />
        <Figure label="Converted" value={formatNumber(converted)} />
        <Figure
          label="Unsubscribed"
          value={<People variant={variant} count={unsubscribed} query="did=unsubscribed" />}
        />
      </dl>
      {action}
    </section>
  );
}

/** An average, not a sum that somebody paid. */
function formatStatistic(value: number, currency: string): string {
  return formatAmount(value.toFixed(6), currency);
}

interface PeopleProps {
  readonly variant: string;
  readonly count: number;
  readonly query: string;
}

/** A number that leads to its people, for those who may see them. */
function People({ variant, count, query }: PeopleProps) {
  const here = useHere();
  const canSeePeople = useCan('contacts:read');
  if (!canSeePeople || count === 0) return formatNumber(count);
  return (
    <Link
      href={here(`?${query}&variant=${variant}`)}
      onClick={showPeople}
      className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
    >
      {formatNumber(count)}
    </Link>
  );
}

function Figure({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="text-right tabular-nums">{value}</dd>
    </>
  );
}

/** The range as a band from zero to the highest of all variants; the numbers beneath say the same. */
function Range({ low, high, rate, highest }: { low: number; high: number; rate: number; highest: number }) {
  const at = (value: number) => `${(value / highest) * 100}%`;
  return (
    <div aria-hidden className="relative my-1 h-3 rounded-sm bg-hover">
      <span
        className="absolute inset-y-0 rounded-sm bg-info-solid opacity-40"
        style={{ left: at(low), width: at(high - low) }}
      />
      <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: at(Math.min(rate, highest)) }} />
    </div>
  );
}
