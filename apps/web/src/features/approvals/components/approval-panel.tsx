import { type ApprovalSheet, approvalsRoutes, type ApprovalView, type CampaignView } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { ApprovalChanges, fieldNames } from './approval-changes.tsx';
import { AskForm, DecisionForm, NobodyDecides } from './approval-forms.tsx';

interface ApprovalPanelProps {
  readonly campaign: CampaignView;
  /** It is next to everything that is to be approved, so it is decided here. */
  readonly isOpen?: boolean;
}

/**
 * The second look: what it is about, how it stands, and what the reader may do. Nothing where none is asked for,
 * but on the page that is about it: who follows a link to a request that was withdrawn is told so.
 */
export function ApprovalPanel({ campaign, isOpen = false }: ApprovalPanelProps) {
  const query = useQuery({ ...routeQuery(approvalsRoutes.get, { id: campaign.id }), staleTime: 0 });
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} what="The approval could not be loaded." onRetry={() => void query.refetch()} />
    );
  const sheet = query.data;
  const link = !isOpen && sheet?.latest?.state === 'asked' && sheet.whyNotDecide === null;
  if (!sheet || (!isOpen && !sheet.isRequired && sheet.latest?.state !== 'asked')) return null;
  return (
    <Card>
      <CardHeader
        title="Approval"
        state="Another member has to approve it before it goes out."
        action={link && <ButtonLink href={`/campaigns/${campaign.id}/approval`}>Open the request</ButtonLink>}
      />
      <CardBody className="flex flex-col gap-4">
        <Standing sheet={sheet} />
        <p className="text-muted">{sizeInWords(sheet)}</p>
        {sheet.changes && <ApprovalChanges changes={sheet.changes} />}
        {sheet.changedSince.length > 0 && <ChangedSince fields={sheet.changedSince} />}
        <NextStep campaign={campaign} sheet={sheet} isOpen={isOpen} />
      </CardBody>
    </Card>
  );
}

function Standing({ sheet: { latest, isApproved } }: { sheet: ApprovalSheet }) {
  if (!latest || latest.state === 'withdrawn') {
    const wasChanged = latest !== null;
    return (
      <Notice meaning="info">
        {wasChanged
          ? 'The draft was changed or the request withdrawn. Request approval again.'
          : 'Approval has not been requested yet.'}
      </Notice>
    );
  }
  if (latest.state === 'approved' && !isApproved)
    return <Notice meaning="warning">The draft was changed after it was approved. Request approval again.</Notice>;
  const meaning = latest.state === 'approved' ? 'good' : latest.state === 'declined' ? 'danger' : 'info';
  return (
    <Notice meaning={meaning} title={titleOf(latest)}>
      <p>
        <Time value={latest.decidedAt ?? latest.askedAt} as="date-time" />
        {' · '}
        {formatCount(latest.people, 'person', 'people')} when approval was requested
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
  if (state === 'asked') return `${askedBy.name} requested approval`;
  return `${decidedBy?.name ?? ''} ${state === 'approved' ? 'approved it' : 'sent it back'}`;
}

/** How many get it beside what is usual. */
function sizeInWords({ people, largest }: ApprovalSheet): string {
  const now = formatCount(people, 'person gets it', 'people get it');
  if (!largest) return `${now}. You sent nothing in the last year to compare it with.`;
  const times = people / largest;
  if (times > 1.05) return `${now}: ${times.toFixed(1)} times your largest send of the last year.`;
  return `${now}. Your largest send of the last year went to ${formatCount(largest, 'person', 'people')}.`;
}

/** Not what anybody asked about: it cannot be approved any more. */
function ChangedSince({ fields }: { fields: ApprovalSheet['changedSince'] }) {
  return (
    <Notice meaning="warning" title="Changed since approval was requested">
      {new Intl.ListFormat('en').format(fields.map((field) => fieldNames[field]))}. Request approval again.
    </Notice>
  );
}

interface NextStepProps {
  readonly campaign: CampaignView;
  readonly sheet: ApprovalSheet;
  readonly isOpen: boolean;
}

function NextStep({ campaign, sheet, isOpen }: NextStepProps) {
  const { id } = campaign;
  const canSend = useCan('campaigns:send');
  const withdraw = useRouteMutation(approvalsRoutes.withdraw, {
    onError: notifyFailure('The request was not withdrawn'),
  });
  const { latest, isApproved, whyNotDecide } = sheet;
  const isAsked = latest?.state === 'asked';
  const mayDecide = canSend && whyNotDecide === null;
  if ((!isAsked && !isApproved) || (isAsked && !mayDecide && sheet.changedSince.length > 0))
    return <AskForm campaign={campaign} deciders={sheet.deciders} />;
  return (
    <>
      {isAsked && whyNotDecide && <p className="text-sm text-muted">{whyNotDecide}</p>}
      {isAsked && !mayDecide && sheet.deciders === 0 && <NobodyDecides />}
      {isAsked && isOpen && mayDecide && <DecisionForm campaign={campaign} sheet={sheet} request={latest} />}
      {!(isAsked && mayDecide) && (
        <div className="flex justify-end">
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
            {isAsked ? 'Withdraw request' : 'Withdraw approval'}
          </Button>
        </div>
      )}
    </>
  );
}
