import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../../../shared/format.ts';
import { axisProps, gridProps, tooltipProps } from '../../../ui/chart.tsx';

export interface BarSeries {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
}

interface BarsChartProps {
  readonly rows: readonly (Readonly<Record<string, string | number>> & { readonly name: string })[];
  readonly series: readonly BarSeries[];
  readonly lying?: boolean;
}

/** Bars from zero, side by side; lying ones for long names. */
export function BarsChart({ rows, series, lying = false }: BarsChartProps) {
  const numbers = { tickFormatter: formatNumber, allowDecimals: false, ...axisProps };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        accessibilityLayer={false}
        data={rows}
        layout={lying ? 'vertical' : 'horizontal'}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        barGap={2}
      >
        <CartesianGrid {...gridProps} horizontal={!lying} vertical={lying} />
        {lying ? <XAxis type="number" {...numbers} /> : <XAxis dataKey="name" interval={0} {...axisProps} />}
        {lying ? (
          <YAxis type="category" dataKey="name" width={140} tickFormatter={shortened} interval={0} {...axisProps} />
        ) : (
          <YAxis width={56} {...numbers} />
        )}
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          {...tooltipProps}
          formatter={(value) => formatNumber(Number(value))}
        />
        {series.map(({ key, name, colour }) => (
          <Bar key={key} dataKey={key} name={name} fill={colour} maxBarSize={56} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

const longest = 18;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
