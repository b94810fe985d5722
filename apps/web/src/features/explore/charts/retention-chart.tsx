import type { RetentionAnswer } from '@engagex/domain/explore';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisProps, gridProps, tooltipProps } from '../../../ui/chart.tsx';

/** Which share of everybody came back, by intervals after they began. */
export function RetentionChart({ answer: { mean, interval } }: { answer: RetentionAnswer }) {
  const rows = mean.map(({ size, returned }, after) => ({
    after: after === 0 ? `Same ${interval}` : `${after}`,
    share: size === 0 ? null : Math.round((returned / size) * 1_000) / 10,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid {...gridProps} />
        <XAxis dataKey="after" {...axisProps} />
        <YAxis width={56} domain={[0, 100]} tickFormatter={(value) => `${value}%`} {...axisProps} />
        <Tooltip {...tooltipProps} formatter={(value) => `${value}%`} />
        <Line
          dataKey="share"
          name="Came back"
          stroke="var(--accent-solid)"
          strokeWidth={2}
          dot
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}
