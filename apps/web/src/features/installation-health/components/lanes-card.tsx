import type { InstallationHealth } from '@engagex/domain/installation-health';
import { Link } from 'wouter';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Rows } from './rows.tsx';

/** Which organizations the workers are busy with. */
export function LanesCard({ lanes: { batchesEach, organizations } }: { lanes: InstallationHealth['lanes'] }) {
  return (
    <Card>
      <CardHeader
        title="Sending"
        state={`Organizations take turns: each has at most ${batchesEach} batches of campaign mail under way. Transactional messages have a lane of their own.`}
      />
      {organizations.length === 0 && <CardBody className="text-muted">Nobody is sending.</CardBody>}
      <Rows
        rows={organizations.map(({ id, name, batches, campaigns, messages }) => ({
          key: id,
          name: (
            <Link href={`/organizations/${id}`} className="font-medium hover:underline">
              {name}
            </Link>
          ),
          detail: `${formatCount(campaigns, 'campaign')} sending, ${formatCount(messages, 'transactional message')} due`,
          value: `${formatNumber(batches)} of ${formatCount(batchesEach, 'batch', 'batches')}`,
        }))}
      />
    </Card>
  );
}
