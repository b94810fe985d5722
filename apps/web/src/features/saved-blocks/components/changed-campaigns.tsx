import type { ReleaseEffects } from '@engagex/domain/saved-blocks';
import { Link } from 'wouter';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

/** Campaigns that would be sent with the changed block, the next one first. */
export function ChangedCampaigns({ campaigns }: Pick<ReleaseEffects, 'campaigns'>) {
  return (
    <section aria-label="Campaigns" className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">Campaigns</h2>
      <Card>
        <ul className="divide-y divide-line">
          {campaigns.map(({ id, name, status, startsAt, isApproved }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <Link href={`/campaigns/${id}`} className="min-w-0 flex-1 font-medium wrap-anywhere hover:underline">
                {name}
              </Link>
              {isApproved && <Badge meaning="warning">Loses its approval</Badge>}
              {status === 'scheduled' && startsAt !== null ? (
                <span className="text-sm text-muted">
                  Scheduled for <Time value={startsAt} />
                </span>
              ) : (
                <span className="text-sm text-muted">Draft</span>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
