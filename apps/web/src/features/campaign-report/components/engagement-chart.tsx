import type { CampaignReport } from '@engagex/domain/campaigns';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDateTime, formatNumber, formatTime } from '../../../shared/format.ts';
import { axisProps, Chart, gridProps, tooltipProps } from '../../../ui/chart.tsx';

const day = 86_400;
const lines = [
  { key: 'opens', name: 'Opens', colour: 'var(--accent-solid)', dash: undefined },
  { key: 'clicks', name: 'Clicks', colour: 'var(--good-solid)', dash: '5 3' },
  { key: 'unsubscribes', name: 'Unsubscribes', colour: 'var(--danger-solid)', dash: '2 3' },
] as const;

/** First opens, clicks and unsubscribes over time. */
export function EngagementChart({ series }: { series: CampaignReport['series'] }) {
  const { points, stepSeconds } = series;
  if (points.length === 0) return <p className="py-8 text-center text-muted">Nobody has opened or clicked yet.</p>;
  const when = (at: string) => (stepSeconds >= day ? formatDateTime(at) : formatTime(at));
  return (
    <Chart
      series={lines}
      rowName="From"
      rows={points.map(({ at, ...values }) => ({ name: formatDateTime(at), values }))}
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart accessibilityLayer={false} data={points} margin={{ top: 8, right: 8, bottom: 0, left: -16 }}>
          <CartesianGrid {...gridProps} />
          <XAxis dataKey="at" tickFormatter={when} minTickGap={40} {...axisProps} />
          <YAxis allowDecimals={false} tickFormatter={formatNumber} {...axisProps} />
          <Tooltip labelFormatter={(at) => formatDateTime(String(at))} {...tooltipProps} />
          {lines.map(({ key, name, colour, dash }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={colour}
              strokeDasharray={dash}
              strokeWidth={2}
              dot={points.length < 3}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </Chart>
  );
}
