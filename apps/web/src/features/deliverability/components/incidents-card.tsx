import type { OpenIncident } from '@engagex/domain/deliverability';
import { mailboxProviderNames } from '@engagex/domain/transports';
import { formatCount } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

const classWords: Readonly<Record<OpenIncident['class'], { readonly objects: string; readonly advice: string }>> = {
  policy: {
    objects: 'refuses messages by its policy',
    advice: 'Send less for a few days, and only to people who opened something lately.',
  },
  content: {
    objects: 'refuses messages as spam',
    advice: 'Check the links and wording of the last campaign, and whether everyone in it asked for it.',
  },
  auth: {
    objects: 'refuses messages that fail authentication',
    advice: 'Check the DNS records of the domain.',
  },
};

/** What mailbox providers object to right now, in their own words. Nobody was suppressed because of it. */
export function IncidentsCard({ incidents }: { incidents: readonly OpenIncident[] }) {
  if (incidents.length === 0) return null;
  return (
    <Card aria-label="Open incidents">
      <CardHeader
        title="Open incidents"
        state="Mailbox providers object to the sender. Nobody is suppressed because of it."
      />
      <ul className="divide-y divide-line">
        {incidents.map((incident) => {
          const { objects, advice } = classWords[incident.class];
          return (
            <li key={incident.id} className="flex flex-col gap-2 px-4 py-3">
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
                <p className="min-w-0 font-medium wrap-anywhere">
                  {mailboxProviderNames[incident.mailboxProvider]} {objects} from {incident.domain}
                </p>
                <Badge meaning="danger">{formatCount(incident.refusals, 'refusal')}</Badge>
              </div>
              <p className="text-sm text-muted">
                First <Time value={incident.firstSeenAt} />, last <Time value={incident.lastSeenAt} />. {advice}
              </p>
              {incident.samples.length > 0 && (
                <ul aria-label="What the servers said" className="flex flex-col gap-1">
                  {incident.samples.map((sample) => (
                    <li key={sample}>
                      <q className="block rounded-md bg-subtle px-2 py-1 font-mono text-sm wrap-anywhere">{sample}</q>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
