import type { DomainReportView } from '@engagex/domain/domain-reports';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { axisProps, Chart, gridProps, tooltipStyle } from '../../../ui/chart.tsx';

const bars = [
  { key: 'passed', name: 'Passed', colour: 'var(--good-solid)' },
  { key: 'failed', name: 'Failed', colour: 'var(--danger-solid)', dash: '4 2' },
] as const;

/** Days without a report are left out: nobody knows what was sent then. */
export function TrendChart({ trend }: Pick<DomainReportView, 'trend'>) {
  const rows = trend.map(({ day, ...values }) => ({ name: formatDay(day), values }));
  return (
    <Chart series={bars} rowName="Day" rows={rows}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart accessibilityLayer={false} data={trend} margin={{ top: 8, right: 8, bottom: 0, left: -8 }}>
          <CartesianGrid {...gridProps} />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={48} {...axisProps} />
          <YAxis allowDecimals={false} tickFormatter={formatNumber} {...axisProps} />
          <Tooltip
            labelFormatter={(day) => formatDay(String(day))}
            cursor={{ fill: 'var(--hover)' }}
            contentStyle={tooltipStyle}
          />
          {bars.map(({ key, name, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              stackId="messages"
              fill={colour}
              maxBarSize={48}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
