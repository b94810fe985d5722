import type { CampaignReport } from '@engagex/domain/campaigns';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDateTime, formatNumber, formatTime } from '../../../shared/format.ts';

const day = 86_400;
const lines = [
  { key: 'opens', name: 'Opens', colour: 'var(--accent-solid)', dash: undefined },
  { key: 'clicks', name: 'Clicks', colour: 'var(--good-solid)', dash: '5 3' },
  { key: 'unsubscribes', name: 'Unsubscribes', colour: 'var(--danger-solid)', dash: '2 3' },
] as const;

/** First opens, clicks and unsubscribes over time, with the numbers in a table behind it. */
export function EngagementChart({ series }: { series: CampaignReport['series'] }) {
  const { points, stepSeconds } = series;
  if (points.length === 0) return <p className="py-8 text-center text-muted">Nobody has opened or clicked yet.</p>;
  const when = (at: string) => (stepSeconds >= day ? formatDateTime(at) : formatTime(at));
  return (
    <figure className="flex flex-col gap-3">
      <ul className="flex flex-wrap gap-4 text-sm" aria-hidden>
        {lines.map(({ key, name, colour, dash }) => (
          <li key={key} className="flex items-center gap-2">
            <svg width="20" height="8">
              <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <div className="h-56" aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart accessibilityLayer={false} data={points} margin={{ top: 8, right: 8, bottom: 0, left: -16 }}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="at"
              tickFormatter={when}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              minTickGap={40}
              stroke="var(--line-strong)"
            />
            <YAxis
              allowDecimals={false}
              tickFormatter={formatNumber}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              stroke="var(--line-strong)"
            />
            <Tooltip
              labelFormatter={(at) => formatDateTime(String(at))}
              contentStyle={{
                background: 'var(--raised)',
                border: '1px solid var(--line)',
                borderRadius: 8,
                color: 'var(--ink)',
              }}
            />
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
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">The numbers as a table</summary>
        <table className="mt-2 w-full tabular-nums">
          <thead>
            <tr className="text-left text-muted">
              <th scope="col">From</th>
              <th scope="col">Opens</th>
              <th scope="col">Clicks</th>
              <th scope="col">Unsubscribes</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.at}>
                <th scope="row" className="text-left font-normal">
                  {formatDateTime(point.at)}
                </th>
                <td>{formatNumber(point.opens)}</td>
                <td>{formatNumber(point.clicks)}</td>
                <td>{formatNumber(point.unsubscribes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
