import type { Dashboard } from '@engagex/domain/analytics';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatNumber } from '../../../shared/format.ts';

const bars = [
  { key: 'accepted', name: 'Accepted', colour: 'var(--accent-solid)' },
  { key: 'opened', name: 'Opened', colour: 'var(--good-solid)' },
  { key: 'clicked', name: 'Clicked', colour: 'var(--warning-solid)' },
] as const;

/** Bars by day, with the numbers in a table behind them. */
export function DaysChart({ days }: Pick<Dashboard, 'days'>) {
  const busy = days.filter(({ accepted, opened, clicked }) => accepted + opened + clicked > 0);
  if (busy.length === 0) return <p className="py-8 text-center text-muted">Nothing was sent in the last 30 days.</p>;
  return (
    <figure className="flex flex-col gap-3">
      <ul className="flex flex-wrap gap-4 text-sm" aria-hidden>
        {bars.map(({ key, name, colour }) => (
          <li key={key} className="flex items-center gap-2">
            <span className="size-3 rounded-sm" style={{ background: colour }} />
            {name}
          </li>
        ))}
      </ul>
      <div className="h-56" aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            accessibilityLayer={false}
            data={days}
            margin={{ top: 8, right: 8, bottom: 0, left: -8 }}
            barGap={1}
          >
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="day"
              tickFormatter={formatDate}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              minTickGap={48}
              stroke="var(--line-strong)"
            />
            <YAxis
              allowDecimals={false}
              tickFormatter={formatNumber}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              stroke="var(--line-strong)"
            />
            <Tooltip
              labelFormatter={(day) => formatDate(String(day))}
              cursor={{ fill: 'var(--hover)' }}
              contentStyle={{
                background: 'var(--raised)',
                border: '1px solid var(--line)',
                borderRadius: 8,
                color: 'var(--ink)',
              }}
            />
            {bars.map(({ key, name, colour }) => (
              <Bar key={key} dataKey={key} name={name} fill={colour} isAnimationActive={false} />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">The numbers as a table</summary>
        <table className="mt-2 w-full tabular-nums">
          <thead>
            <tr className="text-left text-muted">
              <th scope="col">Day</th>
              {bars.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {busy.map((day) => (
              <tr key={day.day}>
                <th scope="row" className="text-left font-normal">
                  {formatDate(day.day)}
                </th>
                {bars.map(({ key }) => (
                  <td key={key}>{formatNumber(day[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
