import type { IncidentDetail } from '@engagex/domain/incidents';
import { Link } from 'wouter';
import { formatCount } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

/** Where the refused messages came from, with the way to each of them. */
export function RefusedMessages({ incident: { campaigns, messages, domain, domainId } }: { incident: IncidentDetail }) {
  return (
    <Card aria-label="Refused messages">
      <CardHeader title="Refused messages" state={`Sent from ${domain}`} />
      {campaigns.length === 0 && messages === 0 && (
        <CardBody className="text-muted">The refused messages are no longer stored.</CardBody>
      )}
      <ul className="divide-y divide-line">
        {campaigns.map(({ id, name, refusals }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5">
            <Link href={`/campaigns/${id}?did=bounced`} className="font-medium wrap-anywhere text-accent underline">
              {name}
            </Link>
            <span className="text-sm text-muted tabular-nums">{formatCount(refusals, 'refusal')}</span>
          </li>
        ))}
        {messages > 0 && (
          <li className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5">
            <Link href="/messages" className="font-medium text-accent underline">
              Single messages
            </Link>
            <span className="text-sm text-muted tabular-nums">{formatCount(messages, 'refusal')}</span>
          </li>
        )}
        {domainId && (
          <li className="px-4 py-2.5">
            <Link href={`/settings/domains/${domainId}`} className="text-accent underline">
              DNS records and limits of {domain}
            </Link>
          </li>
        )}
      </ul>
    </Card>
  );
}
