import {
  type CampaignReport,
  type CampaignSummary,
  campaignsRoutes,
  type FirstStageReport,
  ratesOf,
  type VariantReport,
} from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { formatCount, formatNumber, formatShare, formatTime, plural } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Stat } from '../../../ui/stat.tsx';
import { VariantCard } from './variant-card.tsx';

type Props = Pick<CampaignReport, 'campaign'> & { readonly stage: FirstStageReport };

/** The people who got it first, what they did, and what happens to the rest. */
export function FirstStageCard({ campaign, stage }: Props) {
  const isTest = stage.kind === 'ab_test';
  return (
    <Card>
      <CardHeader
        title={isTest ? `Test of ${formatNumber(stage.variants.length)} variants` : 'Start with a few'}
        state={stateOf(stage)}
        action={isTest ? <Standing stage={stage} /> : <Release campaign={campaign} stage={stage} />}
      />
      <CardBody className="flex flex-col gap-4">
        {stage.decision && stage.decision.why !== campaign.pauseReason && <p>{stage.decision.why}</p>}
        {isTest ? <Variants campaign={campaign} stage={stage} /> : <RatesSoFar stage={stage} />}
      </CardBody>
    </Card>
  );
}

/** How long the rest is held, for the ledger; null when nobody is. */
export function wordsForHeld({ held, heldSince, endsAt, kind, decision }: FirstStageReport): string | null {
  if (held === 0) return null;
  const what = kind === 'ab_test' ? 'the test' : 'the hold';
  if (endsAt) return `held until ${what} ends ${formatTime(endsAt)}`;
  if (decision?.outcome === 'stopped' || heldSince) return 'held until a member decides';
  return `held while ${kind === 'ab_test' ? 'the test is being sent' : 'the first part is being sent'}`;
}

/** Whether those who are held wait for a member or for a time; null when nobody is, or before the first have got theirs. */
export function heldForOf({ campaign, firstStage }: CampaignReport): CampaignSummary['heldFor'] {
  if (campaign.status !== 'sending' || !firstStage?.heldSince || firstStage.decision || firstStage.held === 0)
    return null;
  return firstStage.endsAt ? 'time' : 'choice';
}

/** The time of a test is over and nothing was decided: nobody gets anything more before somebody acts. */
export function UndecidedNotice({ report: { firstStage: stage } }: { report: CampaignReport }) {
  const maySend = useCan('campaigns:send');
  if (!stage) return null;
  const ahead = stage.isClear && stage.leading ? `${stage.leading} is clearly ahead.` : 'No variant is clearly ahead.';
  return (
    <Notice meaning="warning" title="The test is over: choose a variant">
      {ahead} {formatCount(stage.held, 'person is', 'people are')} on hold until{' '}
      {maySend ? 'a variant is chosen below.' : 'a member who can send chooses a variant.'}
    </Notice>
  );
}

function stateOf(stage: FirstStageReport): string {
  const people = formatCount(stage.people, 'person', 'people');
  const words = wordsForHeld(stage);
  const rest = words ? `${formatNumber(stage.held)} ${words}` : 'nobody is held anymore';
  return `${people} first; ${rest}.`;
}

/** Whether the numbers carry a winner so far. */
function Standing({ stage: { isClear, leading, decision, heldSince, endsAt } }: { stage: FirstStageReport }) {
  if (decision?.variant) return <Badge meaning="good">{decision.variant} was sent to the rest</Badge>;
  return isClear ? (
    <Badge meaning="good">{leading} is a clear winner</Badge>
  ) : (
    <Badge meaning="neutral">{heldSince && !endsAt ? 'No clear winner' : 'No clear winner yet'}</Badge>
  );
}

function Variants({ campaign, stage }: Props) {
  const [chosen, setChosen] = useState<VariantReport | null>(null);
  const choose = useRouteMutation(campaignsRoutes.choose, { touches: ['deliveries'] });
  const isOpen = useCan('campaigns:send') && stage.held > 0 && !stage.decision;
  const highest = Math.max(0.0001, ...stage.variants.map(({ high }) => high));
  const rest = formatCount(stage.held, 'person', 'people');
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-[repeat(auto-fit,minmax(14rem,1fr))]">
        {stage.variants.map((variant) => (
          <VariantCard
            key={variant.variant}
            report={variant}
            metric={stage.metric ?? 'clicks'}
            currency={stage.currency}
            highest={highest}
            isSent={stage.decision?.variant === variant.variant}
            action={
              isOpen && (
                <Button onClick={() => setChosen(variant)}>
                  Send {variant.variant} to {rest}
                </Button>
              )
            }
          />
        ))}
      </div>
      <Method />
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={() => setChosen(null)}
        variant="primary"
        title={`Send ${chosen?.variant ?? ''} to ${rest}?`}
        consequence={`${rest} ${plural(stage.held, 'gets', 'get')} “${withStandIns(chosen?.subject ?? '')}”. ${stage.isClear ? '' : 'There is no clear winner yet: the leading variant may not be the best. '}This ends the test.`}
        action={`Send to ${rest}`}
        onConfirm={() =>
          chosen ? choose.mutateAsync({ id: campaign.id, variant: chosen.variant }) : Promise.resolve()
        }
      />
    </>
  );
}

function Method() {
  return (
    <details className="text-sm text-muted">
      <summary className="cursor-pointer">How this is calculated</summary>
      <p className="mt-2 max-w-prose">
        The Beta-Binomial model with a uniform prior (Stucchio, Bayesian A/B Testing at VWO, 2015): the rate of a
        variant is in the stated range with 95 % probability, and a winner is clear when it is the best with at least
        97.5 %. It is looked at once, when the waiting time is over; whoever decides earlier, because a variant happens
        to lead, is wrong more often. Everyone is counted once. Clicks and opens of known scanners do not count; opens
        include mail programs that load pictures unasked, which meet all variants alike. Revenue per message is compared
        as how many buy times how much they pay, in one currency and less refunds; it has no winner before ten people
        have bought after each variant.
      </p>
    </details>
  );
}

function RatesSoFar({ stage: { counts, limits } }: { stage: FirstStageReport }) {
  const rates = ratesOf(counts);
  const rows = [
    ['Bounces', counts.bounces, counts.answered, limits?.bounces, rates.bounces],
    ['Unsubscribes', counts.unsubscribes, counts.accepted, limits?.unsubscribes, rates.unsubscribes],
  ] as const;
  return (
    <dl className="grid gap-3 md:grid-cols-2">
      {rows.map(([label, count, whole, limit, rate]) => (
        <Stat
          key={label}
          label={label}
          value={formatShare(count, whole)}
          detail={`${formatNumber(count)} of ${formatNumber(whole)}; ${rate > (limit ?? 100) ? 'over the limit of' : 'limit'} ${formatNumber(limit ?? 0)}%`}
        />
      ))}
    </dl>
  );
}

function Release({ campaign, stage }: Props) {
  const [isAsking, setAsking] = useState(false);
  const release = useRouteMutation(campaignsRoutes.release, { touches: ['deliveries'] });
  const maySend = useCan('campaigns:send');
  if (!maySend || stage.held === 0) return null;
  const send = `Send to ${formatCount(stage.held, 'person', 'people')}`;
  return (
    <>
      <Button icon={Send} onClick={() => setAsking(true)}>
        {send} now
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        variant="primary"
        title={`${send} now?`}
        consequence={`This ends the hold. From then on, only the limits that pause any campaign apply. Messages already sent cannot be recalled.`}
        action={send}
        onConfirm={() => release.mutateAsync({ id: campaign.id })}
      />
    </>
  );
}
