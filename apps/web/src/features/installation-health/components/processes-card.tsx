import type { RunningProcess } from '@engagex/domain/installation-health';
import { formatBytes, formatNumber } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { processNames } from '../health-words.ts';
import { Rows } from './rows.tsx';

export function ProcessesCard({ processes }: { processes: readonly RunningProcess[] }) {
  return (
    <Card>
      <CardHeader title="Processes" state="Each reports every 15 seconds. One that stops as it should is taken off." />
      <Rows
        rows={processes.map(({ id, name, version, startedAt, seenAt, isSilent, memoryBytes, blockedMs }) => ({
          key: id,
          name: (
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{processNames[name]}</span>
              {isSilent && <Badge meaning="danger">Silent</Badge>}
            </span>
          ),
          detail: (
            <>
              Version {version}, started <Time value={startedAt} />
              {isSilent && (
                <>
                  , last seen <Time value={seenAt} />
                </>
              )}
            </>
          ),
          value: `${formatBytes(memoryBytes)} of memory, blocked for ${formatNumber(blockedMs)} ms at most`,
        }))}
      />
    </Card>
  );
}
