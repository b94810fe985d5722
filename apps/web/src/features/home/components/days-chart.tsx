import type { Dashboard } from '@engagex/domain/analytics';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { axisProps, Chart, gridProps, tooltipStyle } from '../../../ui/chart.tsx';

const bars = [
  { key: 'accepted', name: 'Accepted', colour: 'var(--accent-solid)' },
  { key: 'opened', name: 'Opened', colour: 'var(--good-solid)' },
  { key: 'clicked', name: 'Clicked', colour: 'var(--warning-solid)' },
] as const;

/** What happened on each day. */
export function DaysChart({ days }: Pick<Dashboard, 'days'>) {
  const busy = days.filter(({ accepted, opened, clicked }) => accepted + opened + clicked > 0);
  if (busy.length === 0) return <p className="py-8 text-center text-muted">Nothing was sent in the last 30 days.</p>;
  return (
    <Chart series={bars} rowName="Day" rows={busy.map(({ day, ...values }) => ({ name: formatDay(day), values }))}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart accessibilityLayer={false} data={days} margin={{ top: 8, right: 8, bottom: 0, left: -8 }} barGap={1}>
          <CartesianGrid {...gridProps} />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={48} {...axisProps} />
          <YAxis allowDecimals={false} tickFormatter={formatNumber} {...axisProps} />
          <Tooltip
            labelFormatter={(day) => formatDay(String(day))}
            cursor={{ fill: 'var(--hover)' }}
            contentStyle={tooltipStyle}
          />
          {bars.map(({ key, name, colour }) => (
            <Bar key={key} dataKey={key} name={name} fill={colour} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
