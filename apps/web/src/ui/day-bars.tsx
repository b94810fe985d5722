import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay, formatNumber } from '../shared/format.ts';
import { axisProps, Chart, gridProps, type Series, tooltipProps } from './chart.tsx';

interface DayBarsProps<Key extends string> {
  readonly bars: readonly Series<Key>[];
  readonly days: readonly (Readonly<Record<Key, number>> & { readonly day: string })[];
  /** On top of each other: parts of a whole. */
  readonly stacked?: boolean;
}

/** What happened on each day, as bars; the table behind it leaves out days on which nothing did. */
export function DayBars<Key extends string>({ bars, days, stacked = false }: DayBarsProps<Key>) {
  const busy = days.filter((each) => bars.some(({ key }) => each[key] > 0));
  return (
    <Chart series={bars} rowName="Day" rows={busy.map((each) => ({ name: formatDay(each.day), values: each }))}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart accessibilityLayer={false} data={days} margin={{ top: 8, right: 8, bottom: 0, left: -8 }} barGap={1}>
          <CartesianGrid {...gridProps} />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={48} {...axisProps} />
          <YAxis allowDecimals={false} tickFormatter={formatNumber} {...axisProps} />
          <Tooltip
            labelFormatter={(day) => formatDay(String(day))}
            cursor={{ fill: 'var(--hover)' }}
            {...tooltipProps}
          />
          {bars.map(({ key, name, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              fill={colour}
              maxBarSize={48}
              isAnimationActive={false}
              {...(stacked && { stackId: 'day' })}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
