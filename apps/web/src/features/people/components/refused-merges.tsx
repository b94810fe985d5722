import type { RefusedMerge } from '@engagex/domain/people';
import { formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { refusalWords } from '../person-words.ts';

/** Merges that events asked for and that were not made. */
export function RefusedMerges({ refused }: { refused: readonly RefusedMerge[] }) {
  if (refused.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Merges that were refused" />
      <CardBody>
        <ul className="flex flex-col divide-y divide-line">
          {refused.map((each) => (
            <li key={each.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
              <p className="wrap-anywhere">{refusalWords(each)}</p>
              <p className="text-sm text-muted">
                {each.times === 1 ? 'Once' : `${formatNumber(each.times)} times`}, last <Time value={each.lastAt} />
              </p>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
