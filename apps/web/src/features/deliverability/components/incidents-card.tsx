import type { OpenIncident } from '@engagex/domain/deliverability';
import { explainIncident } from '@engagex/domain/incidents';
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import { formatCount } from '../../../shared/format.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

/** What mailbox providers object to right now, in their own words. Nobody was suppressed because of it. */
export function IncidentsCard({ incidents }: { incidents: readonly OpenIncident[] }) {
  const canOpen = useCan('transports:read');
  if (incidents.length === 0) return null;
  return (
    <Card aria-label="Open incidents">
      <CardHeader
        title="Open incidents"
        state="Mailbox providers object to the sender. Nobody is suppressed because of it."
        action={
          canOpen && (
            <ButtonLink size="small" href="/deliverability/incidents">
              All incidents
            </ButtonLink>
          )
        }
      />
      <ul className="divide-y divide-line">
        {incidents.map((incident) => (
          <OpenIncidentRow key={incident.id} incident={incident} canOpen={canOpen} />
        ))}
      </ul>
    </Card>
  );
}

function OpenIncidentRow({ incident, canOpen }: { incident: OpenIncident; canOpen: boolean }) {
  const { title, steps } = explainIncident(incident);
  const [sample] = incident.samples;
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        {canOpen ? (
          <Link
            href={`/deliverability/incidents/${incident.id}`}
            className="flex min-w-0 items-center gap-1 font-medium wrap-anywhere hover:underline"
          >
            {title}
            <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
          </Link>
        ) : (
          <p className="min-w-0 font-medium wrap-anywhere">{title}</p>
        )}
        <Badge meaning="danger">{formatCount(incident.refusals, 'refusal')}</Badge>
      </div>
      <p className="text-sm text-muted">
        First <Time value={incident.firstSeenAt} />, last <Time value={incident.lastSeenAt} />. {steps[0]}
      </p>
      {sample && <q className="block rounded-md bg-subtle px-2 py-1 font-mono text-sm wrap-anywhere">{sample}</q>}
    </li>
  );
}
