import type { Deliverability } from '@engagex/domain/deliverability';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { axisProps, Chart, gridProps, tooltipStyle } from '../../../ui/chart.tsx';

const bars = [
  { key: 'accepted', name: 'Accepted', colour: 'var(--accent-solid)' },
  { key: 'policy', name: 'Bounced by policy', colour: 'var(--warning-solid)' },
  { key: 'hard', name: 'No such mailbox', colour: 'var(--danger-solid)' },
] as const;

/** What became of messages on each day. */
export function OutcomesChart({ days }: Pick<Deliverability, 'days'>) {
  const busy = days.filter(({ accepted, policy, hard }) => accepted + policy + hard > 0);
  return (
    <Card aria-label="Messages per day">
      <CardHeader title="Messages per day" />
      <CardBody>
        {busy.length === 0 ? (
          <p className="py-8 text-center text-muted">Nothing was sent in this period.</p>
        ) : (
          <Chart
            series={bars}
            rowName="Day"
            rows={busy.map(({ day, ...values }) => ({ name: formatDay(day), values }))}
          >
            <ResponsiveContainer width="100%" height="100%">
              <BarChart
                accessibilityLayer={false}
                data={days}
                margin={{ top: 8, right: 8, bottom: 0, left: -8 }}
                barGap={1}
              >
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
        )}
      </CardBody>
    </Card>
  );
}
