import { type EventLosses, lostSince, whatStandsOut } from '@engagex/domain/event-losses';
import { lazy, Suspense } from 'react';
import { formatCount, formatDay, formatNumber, formatShare } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Stat } from '../../../ui/stat.tsx';
import { browserName, nameOfStandsOut, releaseName } from '../loss-words.ts';
import { LossesTable } from './losses-table.tsx';

const LossesChart = lazy(async () => ({ default: (await import('./losses-chart.tsx')).LossesChart }));

/** How many events were lost, what that means, and where. */
export function LossesView({ losses }: { losses: EventLosses }) {
  const { total, days, byBrowser, byRelease, bySource } = losses;
  return (
    <>
      <Finding losses={losses} />
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat
          label="Lost"
          value={formatShare(total.lost, total.expected)}
          detail={`${formatNumber(total.lost)} of ${formatCount(total.expected, 'event')}`}
        />
        <Stat label="Arrived" value={formatNumber(total.stored)} detail={formatShare(total.stored, total.expected)} />
        <Stat label="Refused" value={formatNumber(total.refused)} detail="Invalid, or a blocked name" />
        <Stat label="Given up" value={formatNumber(total.dropped)} detail="By the page or program" />
      </dl>
      <Card>
        <CardHeader title="By day" state="The day on which the page was opened" />
        <CardBody>
          <Suspense fallback={<Skeleton className="h-56" />}>
            <LossesChart days={days} />
          </Suspense>
        </CardBody>
      </Card>
      <LossesTable
        title="Share lost by day"
        rowName="Day"
        rows={days.toReversed().map((counts) => ({ name: formatDay(counts.day), counts }))}
      />
      <LossesTable
        title="By browser"
        rowName="Browser"
        rows={byBrowser.map((counts) => ({ name: browserName(counts.browser), counts }))}
      />
      <LossesTable
        title="By release of our client"
        rowName="Release"
        rows={byRelease.map((counts) => ({ name: releaseName(counts), counts }))}
      />
      <LossesTable
        title="By source"
        rowName="API key"
        rows={bySource.map((counts) => ({ name: counts.name, counts }))}
      />
      <LeftOut losses={losses} />
    </>
  );
}

function Finding({ losses }: { losses: EventLosses }) {
  const found = whatStandsOut(losses);
  const since = lostSince(losses);
  if (!found && since === null) return null;
  const when = since === null ? '' : ` since ${formatDay(since)}`;
  const title = found
    ? `Most losses are with ${nameOfStandsOut(found, losses)}: ${formatShare(found.share, 1)}, others ${formatShare(found.shareOfRest, 1)}`
    : `More events are lost${when}`;
  return (
    <Notice meaning="warning" title={title}>
      {found && when && `More are lost${when}. `}
      Check what changed: a release of your site, a content security policy, a proxy or a consent banner that stops
      requests.
    </Notice>
  );
}

/** Not in the numbers above. */
function LeftOut({ losses: { implausible, unmeasured } }: { losses: EventLosses }) {
  if (implausible === 0 && unmeasured === 0) return null;
  return (
    <p className="max-w-prose text-sm text-muted">
      Not included:{' '}
      {[
        ...(unmeasured > 0
          ? [`${formatCount(unmeasured, 'event')} of pages opened over a week before, or of too many pages in one hour`]
          : []),
        ...(implausible > 0
          ? [
              `${formatCount(implausible, 'page load')} with numbers that cannot be right, which anyone with a public key can send`,
            ]
          : []),
      ].join('; ')}
      . The events that arrived are stored.
    </p>
  );
}
