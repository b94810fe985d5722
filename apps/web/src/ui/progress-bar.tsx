import type { ReactNode } from 'react';
import { formatNumber } from '../shared/format.ts';

interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  readonly total: number;
  /** Rate and finish time: "310 per second, done by 14:32". */
  readonly detail?: ReactNode;
}

/** Long work with its count: `<ProgressBar label="Importing" value={4120} total={10000} detail="310 per second, done by 14:32" />` */
export function ProgressBar({ label, value, total, detail }: ProgressBarProps) {
  const share = total === 0 ? 0 : Math.min(1, value / total);
  const words = `${formatNumber(value)} of ${formatNumber(total)}`;
  return (
    <div className="flex flex-col gap-1.5">
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- browsers draw a native one their own way
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={value}
        aria-valuetext={words}
        className="h-2 overflow-clip rounded-full bg-hover"
      >
        <div
          className="h-full rounded-full bg-accent-solid transition-[width] duration-300"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span>{words}</span>
        {detail && <span>{detail}</span>}
      </p>
    </div>
  );
}
