import type { RunningProcess } from '@engagex/domain/installation-health';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { processNames } from '../health-words.ts';
import { Rows } from './rows.tsx';

const shown = 10;

/** The slowest of every process, together. */
export function SlowRoutesCard({ processes }: { processes: readonly RunningProcess[] }) {
  const routes = processes
    .flatMap((process) => process.slowRoutes.map((route) => ({ ...route, process })))
    .toSorted((one, other) => other.averageMs - one.averageMs)
    .slice(0, shown);
  return (
    <Card>
      <CardHeader title="Slowest routes" state="On average, in the last 5 to 10 minutes." />
      {routes.length === 0 && <CardBody className="text-muted">There were no requests.</CardBody>}
      <Rows
        rows={routes.map(({ process, method, route, requests, averageMs, slowestMs }) => ({
          key: `${process.id} ${method} ${route}`,
          name: (
            <span className="font-mono text-sm">
              {method} {route}
            </span>
          ),
          detail: `${processNames[process.name]}, ${formatCount(requests, 'request')}`,
          value: `${formatNumber(averageMs)} ms on average, ${formatNumber(slowestMs)} ms at most`,
        }))}
      />
    </Card>
  );
}
