import type { RunningProcess } from '@engagex/domain/installation-health';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { processNames } from '../health-words.ts';
import { Rows } from './rows.tsx';

const shown = 20;

/** The last errors of every process, together. */
export function ErrorsCard({ processes }: { processes: readonly RunningProcess[] }) {
  const errors = processes
    .flatMap((process) => process.errors.map((error) => ({ ...error, process })))
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .slice(0, shown);
  return (
    <Card>
      <CardHeader
        title="Last errors"
        state="Of the processes that are running. The log has more under the request ID."
      />
      {errors.length === 0 && <CardBody className="text-muted">There were none.</CardBody>}
      <Rows
        rows={errors.map(({ process, at, where, kind, requestId }) => ({
          key: `${process.id} ${at} ${where} ${requestId}`,
          name: <span className="font-mono text-sm">{where}</span>,
          detail: (
            <>
              {processNames[process.name]}: {kind}
              {requestId && (
                <>
                  , request <span className="font-mono">{requestId}</span>
                </>
              )}
            </>
          ),
          value: <Time value={at} />,
        }))}
      />
    </Card>
  );
}
