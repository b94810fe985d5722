import type { DomainReportView } from '@engagex/domain/domain-reports';
import { DayBars } from '../../../ui/day-bars.tsx';

const bars = [
  { key: 'passed', name: 'Passed', colour: 'var(--good-solid)' },
  { key: 'failed', name: 'Failed', colour: 'var(--danger-solid)', dash: '4 2' },
] as const;

/** Days without a report are left out: nobody knows what was sent then. */
export function TrendChart({ trend }: Pick<DomainReportView, 'trend'>) {
  return <DayBars bars={bars} days={trend} stacked />;
}
