import { Hourglass } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { Time } from '../../../ui/time.tsx';

/** Whether a source works: when its latest events arrived, or that none has. */
export function LastEvent({ at }: { at: string | null }) {
  return (
    <div role="status">
      {at ? (
        <Badge meaning="good">
          Last events <Time value={at} />
        </Badge>
      ) : (
        <Badge meaning="info" icon={Hourglass}>
          Waiting for the first event…
        </Badge>
      )}
    </div>
  );
}
