import { complaintLines, type Deliverability, leastForRates } from '@engagex/domain/deliverability';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { axisProps, Chart, gridProps, tooltipProps } from '../../../ui/chart.tsx';

const series = [{ key: 'rate', name: 'Complaints, % of accepted', colour: 'var(--accent-solid)' }] as const;
/** A few complaints on a quiet day are no rate, so each point looks back over a week. */
const lookBackDays = 7;

/** Complaints as a share of what was accepted in the seven days before, and the lines that mailbox providers draw. */
export function ComplaintsChart({ days }: Pick<Deliverability, 'days'>) {
  const points = days.map(({ day }, index) => {
    const week = days.slice(Math.max(0, index - lookBackDays + 1), index + 1);
    const accepted = week.reduce((sum, each) => sum + each.accepted, 0);
    const complained = week.reduce((sum, each) => sum + each.complained, 0);
    return { day, rate: accepted < leastForRates ? null : Number(((complained / accepted) * 100).toFixed(3)) };
  });
  const known = points.flatMap(({ day, rate }) => (rate === null ? [] : [{ name: formatDay(day), values: { rate } }]));
  const top = Math.max(complaintLines.limit * 100 * 1.25, ...known.map(({ values }) => values.rate));
  return (
    <Card aria-label="Complaints">
      <CardHeader title="Complaints" state="Over the 7 days before each day" />
      <CardBody>
        {known.length === 0 ? (
          <p className="py-8 text-center text-muted">
            Too few messages for a rate: it takes {formatNumber(leastForRates)} accepted in 7 days.
          </p>
        ) : (
          <Chart series={series} rowName="Day" rows={known}>
            <ResponsiveContainer width="100%" height="100%">
              <LineChart accessibilityLayer={false} data={points} margin={{ top: 8, right: 8, bottom: 0, left: -8 }}>
                <CartesianGrid {...gridProps} />
                <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={48} {...axisProps} />
                <YAxis domain={[0, top]} tickFormatter={(value: number) => `${value.toFixed(1)}%`} {...axisProps} />
                <Tooltip
                  labelFormatter={(day) => formatDay(String(day))}
                  formatter={(value) => `${Number(value)}%`}
                  {...tooltipProps}
                />
                {lines.map(({ at, name, colour }) => (
                  <ReferenceLine
                    key={name}
                    y={at * 100}
                    stroke={colour}
                    strokeDasharray="4 4"
                    label={{ value: name, position: 'insideBottomLeft', fill: 'var(--muted)', fontSize: 12 }}
                  />
                ))}
                <Line
                  type="monotone"
                  dataKey="rate"
                  name="Complaints"
                  stroke={series[0].colour}
                  strokeWidth={2}
                  dot={false}
                  isAnimationActive={false}
                />
              </LineChart>
            </ResponsiveContainer>
          </Chart>
        )}
      </CardBody>
    </Card>
  );
}

const lines = [
  { at: complaintLines.warning, name: '0.1%: stay below', colour: 'var(--warning-solid)' },
  { at: complaintLines.limit, name: '0.3%: senders are blocked', colour: 'var(--danger-solid)' },
] as const;
