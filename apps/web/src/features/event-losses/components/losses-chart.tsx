import type { EventLosses } from '@engagex/domain/event-losses';
import { DayBars } from '../../../ui/day-bars.tsx';

const bars = [
  { key: 'lost', name: 'Lost', colour: 'var(--danger-solid)' },
  { key: 'dropped', name: 'Given up', colour: 'var(--warning-solid)', dash: '4 2' },
  { key: 'refused', name: 'Refused', colour: 'var(--line-strong)', dash: '1 2' },
] as const;

export function LossesChart({ days }: Pick<EventLosses, 'days'>) {
  return <DayBars bars={bars} days={days} stacked />;
}
