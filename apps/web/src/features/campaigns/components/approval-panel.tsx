import { type ApprovalSheet, approvalsRoutes, type ApprovalView, type CampaignView } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { ApprovalChanges } from './approval-changes.tsx';
import { AskForm, DecisionForm } from './approval-forms.tsx';

/** The second look: what it is about, how it stands, and what whoever reads this may do. Nothing where none is asked for. */
export function ApprovalPanel({ campaign }: { campaign: CampaignView }) {
  const query = useQuery({ ...routeQuery(approvalsRoutes.get, { id: campaign.id }), staleTime: 0 });
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} what="The approval could not be loaded." onRetry={() => void query.refetch()} />
    );
  const sheet = query.data;
  if (!sheet || (!sheet.isRequired && sheet.latest?.state !== 'asked')) return null;
  return (
    <Card>
      <CardHeader title="Approval" state="Another member looks at it before anybody gets it." />
      <CardBody className="flex flex-col gap-4">
        <Standing sheet={sheet} />
        <p className="text-muted">{sizeInWords(sheet)}</p>
        {sheet.changes && <ApprovalChanges changes={sheet.changes} />}
        <NextStep campaign={campaign} sheet={sheet} />
      </CardBody>
    </Card>
  );
}

function Standing({ sheet: { latest, isApproved } }: { sheet: ApprovalSheet }) {
  if (!latest || latest.state === 'withdrawn') {
    const wasChanged = latest !== null;
    return (
      <Notice meaning="info">
        {wasChanged ? 'The draft was changed, or the request taken back. Ask anew.' : 'Nobody was asked yet.'}
      </Notice>
    );
  }
  if (latest.state === 'approved' && !isApproved)
    return <Notice meaning="warning">It was changed after it was approved. Ask anew.</Notice>;
  const meaning = latest.state === 'approved' ? 'good' : latest.state === 'declined' ? 'danger' : 'info';
  return (
    <Notice meaning={meaning} title={titleOf(latest)}>
      <p>
        <Time value={latest.decidedAt ?? latest.askedAt} as="date-time" />
        {' · '}
        {formatCount(latest.people, 'person', 'people')} when it was asked for
      </p>
      {[latest.note, latest.decisionNote].filter(Boolean).map((note) => (
        <p key={note} className="whitespace-pre-wrap">
          “{note}”
        </p>
      ))}
    </Notice>
  );
}

function titleOf({ state, askedBy, decidedBy }: ApprovalView): string {
  if (state === 'asked') return `${askedBy.name} asks for approval`;
  return `${decidedBy?.name ?? ''} ${state === 'approved' ? 'approved it' : 'declined'}`;
}

/** How many get it beside what is usual. */
function sizeInWords({ people, largest }: ApprovalSheet): string {
  const now = formatCount(people, 'person gets it', 'people get it');
  if (!largest) return `${now}. Nothing was sent in the last year to compare it with.`;
  const times = people / largest;
  if (times > 1.05) return `${now}: ${times.toFixed(1)} times your largest send of the last year.`;
  return `${now}. Your largest send of the last year went to ${formatCount(largest, 'person', 'people')}.`;
}

function NextStep({ campaign: { id }, sheet }: { campaign: CampaignView; sheet: ApprovalSheet }) {
  const canSend = useCan('campaigns:send');
  const withdraw = useRouteMutation(approvalsRoutes.withdraw, {
    onError: notifyFailure('The request was not taken back'),
  });
  const { latest, isApproved, whyNotDecide } = sheet;
  const isAsked = latest?.state === 'asked';
  if (!isAsked && !isApproved) return <AskForm id={id} />;
  return (
    <>
      {isAsked && whyNotDecide && <p className="text-sm text-muted">{whyNotDecide}</p>}
      {isAsked && canSend && !whyNotDecide && <DecisionForm id={id} approvalId={latest.id} />}
      <div className="flex justify-end">
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
          {isAsked ? 'Take the request back' : 'Take the approval back'}
        </Button>
      </div>
    </>
  );
}
