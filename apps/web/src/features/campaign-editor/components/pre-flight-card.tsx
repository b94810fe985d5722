import { languageName } from '@engagex/domain/documents';
import { type PreFlightView, preFlightsRoutes } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify } from '../../../ui/toast.tsx';
import { PreFlightPeople } from './pre-flight-people.tsx';

type Finding = PreFlightView['findings'][number];

interface PreFlightCardProps {
  readonly campaignId: string;
  /** Shows the message as this person sees it. */
  readonly onShowAs: (person: { readonly id: string; readonly name: string }) => void;
}

/** Renders the message for everybody who would get it, and says for whom something is wrong. */
export function PreFlightCard({ campaignId, onShowAs }: PreFlightCardProps) {
  const query = useQuery({ ...routeQuery(preFlightsRoutes.latest, { id: campaignId }), staleTime: 0 });
  const onError = (error: Error) => notify(messageOf(error));
  const start = useRouteMutation(preFlightsRoutes.start, { onError });
  const cancel = useRouteMutation(preFlightsRoutes.cancel, { onError });
  const preFlight = query.data?.preFlight ?? null;
  const isUnderWay = preFlight?.state === 'queued' || preFlight?.state === 'running';
  return (
    <Card aria-label="Check every message">
      <CardHeader
        title="Check every message"
        state="Renders the message for everyone who would get it, and lists the people for whom something is missing."
        action={
          isUnderWay ? (
            <Button loading={cancel.isPending} onClick={() => cancel.mutate({ id: campaignId })}>
              Cancel
            </Button>
          ) : (
            <Button loading={start.isPending} onClick={() => start.mutate({ id: campaignId })}>
              {preFlight ? 'Check again' : 'Check every message'}
            </Button>
          )
        }
      />
      {query.error && !query.data && (
        <CardBody>
          <ErrorState error={query.error} what="The check could not be loaded." onRetry={() => void query.refetch()} />
        </CardBody>
      )}
      {query.isPending && (
        <CardBody>
          <SkeletonLines label="Loading the check" lines={2} />
        </CardBody>
      )}
      {preFlight && (
        <CardBody className="flex flex-col gap-3">
          <Outcome preFlight={preFlight} />
          <Findings campaignId={campaignId} findings={preFlight.findings} onShowAs={onShowAs} />
        </CardBody>
      )}
    </Card>
  );
}

function Outcome({ preFlight }: { preFlight: PreFlightView }) {
  const { state, people, rendered, findings, problem, isCurrent } = preFlight;
  const progress = `${formatNumber(rendered)} of ${formatCount(people, 'message', 'messages')} checked`;
  if (state === 'queued' || state === 'running')
    return <ProgressBar label="Messages checked" value={rendered} total={people} />;
  if (state === 'failed')
    return (
      <Notice meaning="danger" title="The check did not finish">
        {problem}
      </Notice>
    );
  return (
    <>
      {!isCurrent && (
        <Notice meaning="warning">The campaign was changed since. Check again to see what is wrong now.</Notice>
      )}
      <p>
        {state === 'cancelled'
          ? `Cancelled: ${progress}. `
          : `${formatCount(rendered, 'message', 'messages')} checked. `}
        {findings.length === 0 && 'Nothing is missing in any of them.'}
      </p>
    </>
  );
}

function Findings({ campaignId, findings, onShowAs }: PreFlightCardProps & { readonly findings: readonly Finding[] }) {
  const maySeePeople = useCan('contacts:read');
  const [open, setOpen] = useState<string | null>(null);
  if (findings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {findings.map((finding) => {
        const key = `${finding.kind} ${finding.detail}`;
        return (
          <li key={key} className="wrap-anywhere">
            {wordsFor(finding)}{' '}
            {maySeePeople && finding.kind !== 'dead_link' && (
              <Button size="small" aria-expanded={open === key} onClick={() => setOpen(open === key ? null : key)}>
                {open === key ? 'Hide people' : 'Show people'}
              </Button>
            )}
            {open === key && <PreFlightPeople campaignId={campaignId} finding={finding} onShowAs={onShowAs} />}
          </li>
        );
      })}
    </ul>
  );
}

function wordsFor({ kind, detail, people }: Finding): string {
  const who = formatCount(people, 'person', 'people');
  const get = people === 1 ? 'gets' : 'get';
  switch (kind) {
    case 'empty':
      return `${who} ${get} nothing for {{ ${detail} }}.`;
    case 'broken_link':
      return `${who} ${get} a broken link${detail === '' ? '' : `: ${detail}`}.`;
    case 'clipped':
      return `${who} ${get} a message larger than 102 kB, which Gmail clips.`;
    case 'dead_link':
      return `A link leads to a page that does not exist: ${detail}`;
    case 'other_language':
      return `${who} ${people === 1 ? 'reads' : 'read'} ${languageName(detail)}, which this message is not in.`;
    case 'failed':
      return `${who} ${get} no message, because it cannot be rendered: ${detail}`;
  }
}
