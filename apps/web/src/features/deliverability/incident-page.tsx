import { explainIncident, type IncidentDetail, incidentsRoutes } from '@engagex/domain/incidents';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { formatNumber } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { Time } from '../../ui/time.tsx';
import { IncidentActions } from './components/incident-actions.tsx';
import { IncidentHistory } from './components/incident-history.tsx';
import { IncidentState } from './components/incident-state.tsx';
import { RefusedMessages } from './components/refused-messages.tsx';

const trail = [
  { name: 'Deliverability', href: '/deliverability' },
  { name: 'Incidents', href: '/deliverability/incidents' },
];

/** One incident: what the servers said, what it concerns, and what to do. */
export function IncidentPage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(incidentsRoutes.get, { id }));
  if (query.error && !query.data)
    return <FailedPage error={query.error} noun="incident" trail={trail} onRetry={() => void query.refetch()} />;
  return (
    <Page>{query.data ? <Loaded incident={query.data} /> : <SkeletonLines label="Loading incident" lines={8} />}</Page>
  );
}

function Loaded({ incident }: { incident: IncidentDetail }) {
  const canWrite = useCan('transports:write');
  const { title, meaning, steps, list } = explainIncident(incident);
  return (
    <>
      <PageHeader
        title={title}
        trail={trail}
        state={
          <span className="mt-1 flex flex-wrap items-center gap-2">
            <IncidentState incident={incident} />
            <span>Nobody is suppressed because of it.</span>
          </span>
        }
        action={canWrite && <IncidentActions incident={incident} />}
      />
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat label="Refusals" value={formatNumber(incident.refusals)} />
        <Stat label="First" value={<WhenSeen at={incident.firstSeenAt} />} />
        <Stat label="Last" value={<WhenSeen at={incident.lastSeenAt} />} />
        <Stat
          label="Accepted since"
          value={formatNumber(incident.acceptedSince)}
          detail="on days after the last refusal"
        />
      </dl>
      <Card aria-label="Next steps">
        <CardHeader title="Next steps" />
        <CardBody className="flex flex-col gap-3">
          <p>{meaning}</p>
          <ol className="flex list-decimal flex-col gap-1 pl-5">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {list && (
            <p>
              <a className="text-accent underline" href={list.url} target="_blank" rel="noreferrer">
                Look it up at {list.name}
              </a>
            </p>
          )}
          {incident.state === 'open' && (
            <p className="text-sm text-muted">
              The incident closes automatically after 3 days without a refusal, once 20 messages were accepted on later
              days; without any messages, after 30 days.
            </p>
          )}
        </CardBody>
      </Card>
      <Card aria-label="What the servers said">
        <CardHeader title="What the servers said" state="A few different answers, without addresses." />
        <CardBody>
          {incident.samples.length === 0 ? (
            <p className="text-muted">They gave no reason.</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {incident.samples.map((sample) => (
                <li key={sample}>
                  <q className="block rounded-md bg-subtle px-2 py-1 font-mono text-sm wrap-anywhere">{sample}</q>
                </li>
              ))}
            </ul>
          )}
        </CardBody>
      </Card>
      <RefusedMessages incident={incident} />
      <IncidentHistory incident={incident} />
    </>
  );
}

/** A time has more characters than a number has room for. */
function WhenSeen({ at }: { at: string }) {
  return (
    <span className="text-base">
      <Time value={at} />
    </span>
  );
}
