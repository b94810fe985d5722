import { type CampaignReport, reportsRoutes } from '@engagex/domain/campaigns';
import { wordsForLimit } from '@engagex/domain/transports';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useParams } from 'wouter';
import {
  formatCount,
  formatDateTime,
  formatDateTimeIn,
  formatDuration,
  formatNumber,
  formatTime,
} from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan, useOrganization } from '../../shared/session.ts';
import { useHere } from '../../shared/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx';
import { RevenueCard } from '../attributions/index.ts';
import { AfterSendingCard } from '../follow-ups/index.ts';
import { ArchiveButton } from './components/archive-button.tsx';
import { CampaignActions } from './components/campaign-actions.tsx';
import { CampaignStatusBadge, HeldBadge, DuplicateButton, MessagePreview } from '../campaigns/index.ts';
import { DeliveriesTable } from './components/deliveries-table.tsx';
import { FirstStageCard, heldForOf, UndecidedNotice, wordsForHeld } from './components/first-stage-card.tsx';
import { CampaignLedger, LedgerExplained, showPeople } from '../deliveries/index.ts';
import { ReportNumbers } from './components/report-numbers.tsx';
import { ScheduledBar } from './components/scheduled-bar.tsx';
import { ScheduledContent } from './components/scheduled-content.tsx';
import { shortUrl } from './components/short-url.ts';

const EngagementChart = lazy(async () => ({
  default: (await import('./components/engagement-chart.tsx')).EngagementChart,
}));
const VerdictsCard = lazy(async () => ({
  default: (await import('./components/verdicts-card.tsx')).VerdictsCard,
}));
const trail = [{ name: 'Campaigns', href: '/campaigns' }];
/** Rate and finish time move on even when no change is announced. */
const whileSendingMs = 5_000;

export function CampaignReportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    ...routeQuery(reportsRoutes.report, { id }),
    refetchInterval: ({ state }) => (state.data?.campaign.status === 'sending' ? whileSendingMs : false),
  });
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="campaign" trail={trail} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) {
    return (
      <Page>
        <PageHeader title="Report" trail={trail} state={<Skeleton className="h-4 w-48" />} />
        <SkeletonLines label="Loading the report" lines={8} />
      </Page>
    );
  }
  return <Report report={query.data} />;
}

function Report({ report }: { report: CampaignReport }) {
  const { campaign, ledger, subject } = report;
  const heldFor = heldForOf(report);
  return (
    <Page wide>
      <PageHeader
        title={withStandIns(campaign.name)}
        trail={trail}
        state={
          <span className="inline-flex flex-wrap items-center gap-2">
            {heldFor ? <HeldBadge heldFor={heldFor} /> : <CampaignStatusBadge status={campaign.status} />}
            {subject && <span>“{withStandIns(subject)}”</span>}
            {campaign.archivedAt && <Badge meaning="neutral">Archived</Badge>}
            {isUnderWay(campaign.status) && <LiveDot />}
          </span>
        }
        action={
          <>
            <ArchiveButton campaign={campaign} />
            <DuplicateButton id={campaign.id} />
            <CampaignActions campaign={campaign} ledger={ledger} />
          </>
        }
      />
      {campaign.status === 'scheduled' && (
        <>
          <ScheduledBar key={campaign.id} campaign={campaign} />
          <ScheduledContent campaign={campaign} />
        </>
      )}
      {heldFor === 'choice' && <UndecidedNotice report={report} />}
      <Late report={report} />
      <Waiting report={report} />
      <HeldUp report={report} />
      {campaign.pauseReason && (
        <Notice
          meaning="warning"
          title={campaign.status === 'paused' ? 'Paused automatically' : 'Back to a draft'}
          action={<OpenDraft campaign={campaign} />}
        >
          {campaign.pauseReason}
        </Notice>
      )}
      {campaign.status === 'scheduled' ? null : campaign.audience === null ? (
        <Notice meaning="info" action={!campaign.pauseReason && <OpenDraft campaign={campaign} />}>
          {campaign.status === 'draft' ? 'This campaign has not been sent.' : 'The audience is being frozen.'}
        </Notice>
      ) : (
        <Results report={report} />
      )}
    </Page>
  );
}

/** What was cancelled or never sent does not change while one looks. */
function isUnderWay(status: CampaignReport['campaign']['status']): boolean {
  return status !== 'cancelled' && status !== 'draft';
}

function OpenDraft({ campaign: { id, can } }: Pick<CampaignReport, 'campaign'>) {
  if (!can.includes('update')) return null;
  return <ButtonLink href={`/campaigns/${id}/edit?step=5`}>Open the draft</ButtonLink>;
}

/** It starts on its own after a downtime, and says so. */
function Late({ report: { campaign, lateSeconds } }: { report: CampaignReport }) {
  const { timeZone } = useOrganization();
  if (lateSeconds === 0 || !campaign.startsAt || campaign.audience === null) return null;
  return (
    <Notice meaning="info" title={`Started ${formatDuration(lateSeconds)} late`}>
      EngageX was not running on {formatDateTimeIn(campaign.startsAt, timeZone)}, so the campaign started as soon as it
      was back.
    </Notice>
  );
}

function Waiting({ report: { waiting } }: { report: CampaignReport }) {
  const { timeZone } = useOrganization();
  if (!waiting) return null;
  const { people, nextAt, lastAt } = waiting;
  return (
    <Notice meaning="info" title={`${formatCount(people, 'person is', 'people are')} waiting for their local time`}>
      The next is due on {formatDateTimeIn(nextAt, timeZone)} and the last on {formatDateTimeIn(lastAt, timeZone)} in{' '}
      {timeZone.replaceAll('_', ' ')}.
    </Notice>
  );
}

/** What a limit delays is no news; that no server can be reached, or nothing may be sent, is. */
function HeldUp({ report: { campaign, ledger, waitsFor, waitsUntil } }: { report: CampaignReport }) {
  if (campaign.status !== 'sending' || !waitsUntil) return null;
  const people = ledger.pending + ledger.deferred;
  if (waitsFor === 'suspended')
    return (
      <Notice meaning="warning" title="Sending is suspended">
        {formatCount(people, 'person is', 'people are')} waiting, and nobody is lost. The campaign goes on by itself
        once sending is resumed.
      </Notice>
    );
  if (waitsFor !== 'unreachable') return null;
  return (
    <Notice meaning="warning" title="No transport can be reached">
      {formatCount(people, 'person is', 'people are')} waiting, and nobody is lost. Next attempt{' '}
      {formatSoon(waitsUntil)}.
    </Notice>
  );
}

function Results({ report }: { report: CampaignReport }) {
  const { campaign, ledger, links, hits, series, firstStage: stage } = report;
  const held = stage && wordsForHeld(stage);
  const canSeePeople = useCan('contacts:read');
  return (
    <>
      <Card>
        <CardHeader
          title="Everyone in the audience"
          state={ledger.closed ? 'The ledger is closed and adds up.' : 'The ledger always adds up.'}
        />
        <CardBody className="flex flex-col gap-4">
          {(campaign.status === 'sending' || campaign.status === 'paused') && <Sending report={report} />}
          <CampaignLedger ledger={ledger} held={held && stage ? { people: stage.held, words: held } : null} />
          <LedgerExplained ledger={ledger} />
        </CardBody>
      </Card>
      <AfterSendingCard report={report} />
      {stage && <FirstStageCard campaign={campaign} stage={stage} />}
      <ReportNumbers report={report} />
      <p className="text-sm text-muted">
        {hitsWords(hits.opens, hits.machineOpens, 'open')}; {hitsWords(hits.clicks, hits.machineClicks, 'click')}.
        Scanner hits are recorded but not counted for anyone.
      </p>
      <RevenueCard campaignId={campaign.id} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Card>
          <CardHeader title="Over time" state="Each person counted once" />
          <CardBody>
            <Suspense fallback={<Skeleton className="h-64" />}>
              <EngagementChart series={series} />
            </Suspense>
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="Top links" />
          <CardBody>
            <TopLinks links={links} />
          </CardBody>
        </Card>
      </div>
      <Suspense fallback={<Skeleton className="h-72" />}>
        <VerdictsCard campaignId={campaign.id} />
      </Suspense>
      <MessagePreview campaign={campaign} />
      {canSeePeople && (
        <DeliveriesTable campaignId={campaign.id} hasVariants={stage?.kind === 'ab_test'} links={links} />
      )}
    </>
  );
}

function Sending({ report }: { report: CampaignReport }) {
  const { ledger, ratePerSecond, waitsUntil, waitsFor } = report;
  const isStuck = waitsFor === 'unreachable' || waitsFor === 'suspended'; // said above, and nobody knows when it is done
  const open = ledger.pending + ledger.submitting + ledger.deferred;
  const rate = ratePerSecond ? `${formatNumber(Math.round(ratePerSecond))} per second` : null;
  const wait =
    waitsUntil && waitsFor && !isStuck
      ? `waiting for ${wordsForLimit(waitsFor)} until ${formatSoon(waitsUntil)}`
      : null;
  return (
    <ProgressBar
      label="Messages processed"
      value={ledger.audience - open}
      total={ledger.audience}
      detail={[rate, wait, isStuck ? null : finishOf(report)].filter(Boolean).join(', ')}
    />
  );
}

function finishOf({ expectedFinishAt, finishBecause }: CampaignReport): string | null {
  if (!expectedFinishAt) return null;
  const because = finishBecause ? ` because of ${wordsForLimit(finishBecause)}` : '';
  return `expected to finish ${formatSoon(expectedFinishAt)}${because}`;
}

/** The time alone on the day it is. */
function formatSoon(value: string): string {
  return new Date(value).toDateString() === new Date().toDateString() ? formatTime(value) : formatDateTime(value);
}

function TopLinks({ links }: Pick<CampaignReport, 'links'>) {
  const here = useHere();
  const canSeePeople = useCan('contacts:read');
  if (links.length === 0) return <p className="text-muted">The message has no links.</p>;
  return (
    <ol className="flex flex-col gap-2 text-sm">
      {links.map(({ position, url, people, clicks, machineClicks }) => (
        <li key={position} className="flex items-baseline justify-between gap-3">
          <span className="min-w-0 truncate" title={url}>
            {shortUrl(url)}
          </span>
          <span className="shrink-0 tabular-nums" title={hitsWords(clicks, machineClicks, 'click')}>
            {canSeePeople && people > 0 ? (
              <Link
                href={here(`?link=${position}`)}
                onClick={showPeople}
                aria-label={`${formatCount(people, 'person', 'people')} clicked ${shortUrl(url)}`}
                className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {formatCount(people, 'person', 'people')}
              </Link>
            ) : (
              formatCount(people, 'person', 'people')
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** "1,204 clicks, 212 of them by scanners" */
function hitsWords(all: number, byMachines: number, noun: string): string {
  const words = formatCount(all, noun);
  return byMachines === 0 ? words : `${words}, ${formatNumber(byMachines)} of them by scanners`;
}
