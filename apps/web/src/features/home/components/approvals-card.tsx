import { approvalsRoutes, type ApprovalsWaiting } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount, formatDateTimeIn } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan, useOrganization } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

type Request = ApprovalsWaiting['mine'][number];

/** What waits for this person's approval, and the outcome of what they asked for. Nothing when there is neither. */
export function ApprovalsCard() {
  const mayAsk = useCan('campaigns:write');
  const { data } = useQuery({ ...routeQuery(approvalsRoutes.waiting, {}), enabled: mayAsk, staleTime: 0 });
  if (!data) return null;
  return (
    <>
      <Requests title="Waiting for your approval" requests={data.waiting} wordsOf={wordsForDecider} />
      <Requests title="Your approval requests" requests={data.mine} wordsOf={wordsForAsker} />
    </>
  );
}

interface RequestsProps {
  readonly title: string;
  readonly requests: readonly Request[];
  readonly wordsOf: (request: Request, timeZone: string) => string;
}

function Requests({ title, requests, wordsOf }: RequestsProps) {
  const { timeZone } = useOrganization();
  if (requests.length === 0) return null;
  return (
    <Card aria-label={title}>
      <CardHeader title={title} />
      <CardBody className="py-2">
        <ul className="flex flex-col divide-y divide-line">
          {requests.map((request) => (
            <li key={request.id} className="flex flex-col gap-1 py-2">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <Link href={placeOf(request)} className="min-w-0 font-medium wrap-anywhere hover:underline">
                  {withStandIns(request.campaign.name)}
                </Link>
                <span className="text-sm text-muted">
                  {wordsOf(request, timeZone)} · <Time value={request.decidedAt ?? request.askedAt} />
                </span>
              </div>
              {noteOf(request) && <p className="text-sm wrap-anywhere whitespace-pre-wrap">“{noteOf(request)}”</p>}
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function placeOf({ campaign: { id, status } }: Request): string {
  return status === 'draft' ? `/campaigns/${id}/approval` : `/campaigns/${id}`;
}

function noteOf({ state, note, decisionNote }: Request): string {
  return state === 'asked' ? note : decisionNote;
}

function wordsForDecider({ askedBy, people }: Request): string {
  return `Requested by ${askedBy.name}, for ${formatCount(people, 'person', 'people')}`;
}

function wordsForAsker({ state, decidedBy, campaign: { status, startsAt } }: Request, timeZone: string): string {
  if (state === 'asked') return 'Waiting for another member';
  if (state === 'declined') return `${decidedBy?.name ?? 'A member'} sent it back`;
  const approved = `${decidedBy?.name ?? 'A member'} approved it`;
  if (status === 'draft') return `${approved}; send it when you are ready`;
  return status === 'scheduled' && startsAt ? `${approved}; starts ${formatDateTimeIn(startsAt, timeZone)}` : approved;
}
