import { formatClock, formatDate, formatDateTime, formatExact, formatRelative, useWriting } from '../shared/format.ts';
import { Tooltip } from './tooltip.tsx';

interface TimeProps {
  readonly value: string;
  /** `relative` says "4 minutes ago" within a day; the exact time with its zone is on hover. */
  readonly as?: 'relative' | 'date' | 'date-time' | 'clock';
}

const formats = {
  relative: (value: string) => formatRelative(value),
  clock: formatClock,
  date: formatDate,
  'date-time': formatDateTime,
};

/** An instant in the viewer's zone: `<Time value={contact.createdAt} />` */
export function Time({ value, as = 'relative' }: TimeProps) {
  useWriting();
  return (
    <Tooltip text={formatExact(value)}>
      <time dateTime={value} className="whitespace-nowrap">
        {formats[as](value)}
      </time>
    </Tooltip>
  );
}
