import type { WaitingQueue } from '@engagex/domain/installation-health';
import { formatDuration, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { queueName } from '../health-words.ts';
import { Rows } from './rows.tsx';

const counted = 100_000;

interface QueuesCardProps {
  readonly title: string;
  readonly queues: readonly WaitingQueue[];
  readonly empty: string;
}

/** What waits for a worker, and for how long the oldest has. */
export function QueuesCard({ title, queues, empty }: QueuesCardProps) {
  return (
    <Card>
      <CardHeader title={title} />
      {queues.length === 0 && <CardBody className="text-muted">{empty}</CardBody>}
      <Rows
        rows={queues.map(({ queue, waiting, oldestSeconds }) => ({
          key: queue,
          name: queueName(queue),
          value:
            waiting === 0
              ? 'Nothing is waiting'
              : `${formatNumber(waiting)}${waiting < counted ? '' : ' or more'} waiting, the oldest for ${formatDuration(oldestSeconds)}`,
        }))}
      />
    </Card>
  );
}
