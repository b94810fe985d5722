import type { Dashboard } from '@engagex/domain/analytics';
import { DayBars } from '../../../ui/day-bars.tsx';

const bars = [
  { key: 'accepted', name: 'Accepted', colour: 'var(--accent-solid)' },
  { key: 'opened', name: 'Opened', colour: 'var(--good-solid)' },
  { key: 'clicked', name: 'Clicked', colour: 'var(--warning-solid)' },
] as const;

/** What happened on each day. */
export function DaysChart({ days }: Pick<Dashboard, 'days'>) {
  if (!days.some(({ accepted, opened, clicked }) => accepted + opened + clicked > 0))
    return <p className="py-8 text-center text-muted">Nothing was sent in the last 30 days.</p>;
  return <DayBars bars={bars} days={days} />;
}
