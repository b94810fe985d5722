import type { SeriesAnswer } from '@engagex/domain/explore';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../../../shared/format.ts';
import { axisProps, gridProps, tooltipProps } from '../../../ui/chart.tsx';
import { pointIn } from '../answer-formats.ts';
import { linesOf } from './lines-of-series.ts';

/** How something developed. A point of one value alone is a dot; "no data" leaves a gap. */
export function SeriesChart({ answer }: { answer: SeriesAnswer }) {
  const { points, interval, timeZone } = answer;
  const lines = linesOf(answer);
  const rows = points.map(({ from, isComplete }, index) => ({
    from: pointIn(from, interval, timeZone),
    isComplete,
    ...Object.fromEntries(lines.map(({ key, values }) => [key, values[index] === null ? null : Number(values[index])])),
  }));
  const isWhole = lines.every(({ values }) => values.every((value) => Number.isInteger(Number(value))));
  const lastOpen = rows.find((row) => !row.isComplete)?.from;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid {...gridProps} />
        <XAxis dataKey="from" minTickGap={48} {...axisProps} />
        <YAxis width={56} tickFormatter={formatNumber} domain={[0, 'auto']} allowDecimals={!isWhole} {...axisProps} />
        <Tooltip
          {...tooltipProps}
          formatter={(value) => formatNumber(Number(value))}
          labelFormatter={(from) => (from === lastOpen ? `${from} (so far)` : from)}
        />
        {lines.map(({ key, name, colour, dash, isBefore }) => (
          <Line
            key={key}
            dataKey={key}
            name={name}
            stroke={colour}
            strokeDasharray={dash}
            strokeWidth={isBefore ? 1.5 : 2}
            strokeOpacity={isBefore ? 0.7 : 1}
            dot={points.length < 3}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
