import { arrivalMinutes, bounceMinutes, type DeliveryTestView } from '@engagex/domain/delivery-tests';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { momentWords } from './delivery-words.ts';

/** When each message left and came back. */
export function TimelineCard({ test: { timeline, waitsUntil } }: { test: DeliveryTestView }) {
  return (
    <Card aria-label="Timeline">
      <CardHeader title="Timeline" state="What happened to the two test messages" />
      <ol className="divide-y divide-line">
        {timeline.map(({ at, moment }) => (
          <li key={moment} className="flex gap-4 px-4 py-2">
            <span className="font-mono text-sm text-muted tabular-nums">
              <Time value={at} as="clock" />
            </span>
            <span>{momentWords[moment]}</span>
          </li>
        ))}
      </ol>
      {waitsUntil && (
        <CardBody className="border-t border-line text-sm text-muted">
          Waiting for what has not come back, until <Time value={waitsUntil} as="clock" /> at the latest: a message gets{' '}
          {arrivalMinutes} minutes, a bounce {bounceMinutes}. You can leave this page.
        </CardBody>
      )}
    </Card>
  );
}
