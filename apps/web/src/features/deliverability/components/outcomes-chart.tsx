import type { Deliverability } from '@engagex/domain/deliverability';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { DayBars } from '../../../ui/day-bars.tsx';

const bars = [
  { key: 'accepted', name: 'Accepted', colour: 'var(--accent-solid)' },
  { key: 'policy', name: 'Bounced by policy', colour: 'var(--warning-solid)' },
  { key: 'hard', name: 'No such mailbox', colour: 'var(--danger-solid)' },
] as const;

/** What became of messages on each day. */
export function OutcomesChart({ days }: Pick<Deliverability, 'days'>) {
  const isEmpty = !days.some(({ accepted, policy, hard }) => accepted + policy + hard > 0);
  return (
    <Card aria-label="Messages per day">
      <CardHeader title="Messages per day" />
      <CardBody>
        {isEmpty ? (
          <p className="py-8 text-center text-muted">Nothing was sent in this period.</p>
        ) : (
          <DayBars bars={bars} days={days} />
        )}
      </CardBody>
    </Card>
  );
}
