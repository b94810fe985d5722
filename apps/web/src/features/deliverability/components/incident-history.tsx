import { endingWords, type IncidentView } from '@engagex/domain/incidents';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';

/** Who looked into it, who closed it, and what they noted. */
export function IncidentHistory({ incident }: { incident: IncidentView }) {
  const { acknowledgedAt, acknowledgedBy, closedAt, closedBy, closedBecause, note } = incident;
  if (!acknowledgedAt && !closedAt && !note) return null;
  return (
    <Card aria-label="History">
      <CardHeader title="History" />
      <CardBody className="flex flex-col gap-2">
        {acknowledgedAt && (
          <p>
            Acknowledged by {acknowledgedBy ?? 'a former member'}, <Time value={acknowledgedAt} />
          </p>
        )}
        {closedAt && (
          <p>
            {closedBy ? `Closed by ${closedBy}` : endingWords[closedBecause ?? 'member']}, <Time value={closedAt} />
          </p>
        )}
        {note && (
          <p className="whitespace-pre-line wrap-anywhere">
            <span className="text-muted">Note: </span>
            {note}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
